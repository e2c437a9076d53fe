   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut standby from everyone for 40s (b)
   6.6s  b     unreachable.wait: a standby has nothing to lose by waiting
  45.0s  **    b is joined again
  45.3s  b     others.follow: another member leads
  70.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
