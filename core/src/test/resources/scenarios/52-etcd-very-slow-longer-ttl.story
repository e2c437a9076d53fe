   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
   9.8s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  13.8s  a     mine.lead: the lock is ours
  15.8s  a     unreachable.primary-on-permit
  20.1s  a     mine.lead
  33.8s  a     unreachable.primary-on-permit
  37.7s  a     mine.lead
  90.0s        a leads on timeline 1; standbys: b, c; whole
(1 times more: a unreachable.primary-on-permit)
(1 times more: a mine.lead)

Without anybody who takes writes: never. Rows lost: 0.
