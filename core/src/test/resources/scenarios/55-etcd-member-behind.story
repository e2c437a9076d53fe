   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    show leader etcd as it is now for 20s (a)
   6.0s  **    switch over to b
  25.9s  a     [server is being stopped]
  25.9s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
  25.9s  a     [server is down]
  25.9s  a     mine.operator-wants-another -> hands the leader key to b
  26.0s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  26.0s  c     others.follow: another member leads -> follows b
  26.0s  b     mine.lead: the lock is ours -> promotes its server, clears the operator's request
  26.1s  b     [server takes writes on timeline 2]
  26.1s  b     mine.lead -> writes the history
  26.3s  a     others.follow -> starts as a standby of b
  26.4s  a     [server is a standby]
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (25.9 to 26.1). Rows lost: 0.
