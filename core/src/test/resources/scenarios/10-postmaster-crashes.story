   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> starts its server as primary
   5.2s  a     [server takes writes on timeline 1]
  20.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: 0.2 s (5.0 to 5.2). Rows lost: 0.
