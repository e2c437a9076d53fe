   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    shut down agent of c for 4s
   5.0s  c     [server is being stopped]
   5.0s  c     leaving.stop-first: the server ends before its agent, so that it is never without one -> stops its server (fast)
   5.1s  c     [server is down]
   5.1s  c     leaving.gone: nothing of this node is left to look after -> ends its agent with 0
   9.0s  **    agent of c starts
   9.0s  c     others.follow: another member leads -> starts as a standby of a
   9.2s  c     [server is a standby]
  20.0s  **    shut down agent of b for 4s
  20.0s  b     [server is being stopped]
  20.0s  b     leaving.stop-first -> stops its server (fast)
  20.1s  b     [server is down]
  20.1s  b     leaving.gone -> ends its agent with 0
  24.0s  **    agent of b starts
  24.0s  b     others.follow -> starts as a standby of a
  24.2s  b     [server is a standby]
  35.0s  **    switch over to b
  35.0s  a     [server is being stopped]
  35.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
  35.1s  a     [server is down]
  35.1s  a     mine.operator-wants-another -> hands the leader key to b
  35.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  35.1s  c     others.follow -> follows b
  35.1s  b     mine.lead: the lock is ours -> promotes its server, clears the operator's request
  35.2s  b     [server takes writes on timeline 2]
  35.2s  b     mine.lead -> writes the history
  35.4s  a     others.follow -> starts as a standby of b
  35.6s  a     [server is a standby]
  45.0s  **    shut down agent of a for 4s
  45.0s  a     [server is being stopped]
  45.0s  a     leaving.stop-first -> stops its server (fast)
  45.1s  a     [server is down]
  45.1s  a     leaving.gone -> ends its agent with 0
  49.0s  **    agent of a starts
  49.0s  a     others.follow -> starts as a standby of b
  49.2s  a     [server is a standby]
  70.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (35.1 to 35.2). Rows lost: 0.
