   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 1s for 60s (a)
  38.5s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  40.2s  a     mine.lead: the lock is ours
  90.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
