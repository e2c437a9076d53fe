   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  48.6s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  51.7s  a     mine.lead: the lock is ours
  59.9s  a     unreachable.primary-on-permit
  65.9s  a     mine.lead
  90.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
