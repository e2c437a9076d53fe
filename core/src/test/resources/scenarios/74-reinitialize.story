   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    reinitialize c
   5.0s  c     others.clone: there is no usable data here -> stops its server (immediate) and clones a and starts as a standby of a, answers the operator: done, reinitialize started
   5.1s  c     [server is down]
   5.9s  c     [server is a standby]
   5.9s  c     others.follow: another member leads
  30.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
