   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  15.1s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  20.1s  a     mine.lead: the lock is ours
  24.1s  a     unreachable.primary-on-permit
  26.1s  a     mine.lead
  29.4s  a     unreachable.primary-on-permit
  36.2s  a     mine.lead
  90.0s        a leads on timeline 1; standbys: b, c; whole
(3 times more: a unreachable.primary-on-permit)
(3 times more: a mine.lead)

Without anybody who takes writes: never. Rows lost: 0.
