   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    stop server of a in 15s
   5.0s  **    switch over to b
   5.0s  a     [server is being stopped]
   5.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
  20.0s  a     [server is down]
  20.0s  a     mine.operator-wants-another -> hands the leader key to b
  20.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  20.1s  c     others.follow: another member leads -> follows b
  20.1s  b     mine.lead: the lock is ours -> promotes its server, clears the operator's request
  20.2s  b     [server takes writes on timeline 2]
  20.2s  b     mine.lead -> writes the history
  20.3s  a     others.follow -> starts as a standby of b
  20.5s  a     [server is a standby]
  40.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (20.0 to 20.2). Rows lost: 0.
