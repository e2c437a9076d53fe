   0.0s        a leads on timeline 1; standbys: b, c; whole
   1.0s  **    fill disk of b for 200s
   5.0s  **    fill disk of a for 200s
  66.0s  a     [server is being stopped]
  66.0s  a     mine.disk-unfit: this disk has been full, read-only or failing for too long, and another member is fit -> stops its server (fast)
  66.0s  a     [server is down]
  66.1s  a     mine.disk-unfit -> hands the leader key to c
  66.1s  c     mine.lead: the lock is ours -> promotes its server
  66.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  66.1s  b     others.follow: another member leads -> follows c
  66.2s  c     [server takes writes on timeline 2]
  66.2s  c     mine.lead -> writes the history
  66.3s  a     others.follow -> starts as a standby of c
  66.5s  a     [server is a standby]
  90.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 0.1 s (66.0 to 66.2). Rows lost: 0.
