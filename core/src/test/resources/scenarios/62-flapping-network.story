   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    flap leader from everyone with 3s down and 2s up for 60s (a)
   7.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
   8.0s  **    a is joined again
   9.3s  a     mine.lead: the lock is ours
  11.8s  a     unreachable.primary-on-permit
  13.0s  **    a is joined again
  13.8s  a     mine.lead
  17.3s  a     unreachable.primary-on-permit
  18.0s  **    a is joined again
  19.3s  a     mine.lead
  90.0s        a leads on timeline 1; standbys: b, c; whole
(10 times more: a unreachable.primary-on-permit)
(10 times more: ** a is joined again)
(10 times more: a mine.lead)

Without anybody who takes writes: never. Rows lost: 0.
