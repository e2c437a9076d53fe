   0.0s        a leads on timeline 1; standbys: b, c; whole
  25.0s  **    restore etcd
  60.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
