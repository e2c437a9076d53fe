   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    jump wall clock of leader by 3600s (a)
  15.0s  **    jump wall clock of leader by -7200s (a)
  30.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
