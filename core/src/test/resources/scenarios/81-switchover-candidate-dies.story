   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    stop server of a in 2s
   5.0s  **    switch over to b
   5.0s  a     [server is being stopped]
   5.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
   6.0s  **    kill node of b for 30s
   6.0s  b     [server is down]
   7.0s  a     [server is down]
   8.8s  a     mine.lead: the lock is ours -> starts its server as primary, clears the operator's request
   9.0s  a     [server takes writes on timeline 1]
  36.0s  **    agent of b starts
  36.0s  b     others.follow: another member leads -> starts as a standby of a
  36.2s  b     [server is a standby]
  60.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: 2.0 s (7.0 to 9.0). Rows lost: 0.
