   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  25.6s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  29.7s  a     mine.lead: the lock is ours
  49.4s  a     unreachable.primary-on-permit
  64.9s  a     mine.lead
  66.9s  a     unreachable.primary-on-permit
  67.2s  a     mine.lead
  90.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
