   0.0s        a leads on timeline 1; standbys: b, c; whole
   3.0s  **    lag b by 2s for 30s
   5.0s  **    switch over to b
   5.0s  a     [server is being stopped]
   5.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
   5.1s  a     [server is down]
   5.1s  a     mine.operator-wants-another -> hands the leader key to b
   5.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
   5.1s  c     others.follow: another member leads -> follows b
   5.1s  b     mine.lead: the lock is ours -> promotes its server, clears the operator's request
   5.2s  b     [server takes writes on timeline 2]
   5.2s  b     mine.lead -> writes the history
   5.4s  a     others.follow -> starts as a standby of b
   5.6s  a     [server is a standby]
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (5.1 to 5.2). Rows lost: 0.
