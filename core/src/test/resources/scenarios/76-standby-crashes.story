   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    crash postmaster of b
   5.0s  b     [server is down]
   5.0s  b     others.follow: another member leads -> starts as a standby of a
   5.2s  b     [server is a standby]
  10.0s  **    kill node of c for 20s
  10.0s  c     [server is down]
  30.0s  **    agent of c starts
  30.0s  c     others.follow -> starts as a standby of a
  30.2s  c     [server is a standby]
  50.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
