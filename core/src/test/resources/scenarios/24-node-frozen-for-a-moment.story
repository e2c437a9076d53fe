   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    freeze node of leader for 2s (a)
   7.0s  **    a is thawed
  30.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: 2.0 s (5.0 to 7.0). Rows lost: 0.
