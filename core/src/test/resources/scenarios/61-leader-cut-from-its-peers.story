   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from peers for 30s (a)
  35.0s  **    a is joined again
  60.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
