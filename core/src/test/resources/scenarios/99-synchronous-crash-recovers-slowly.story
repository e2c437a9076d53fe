   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    recover server of a in 40s
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> recovers its server
  45.0s  a     mine.lead -> writes who may hold every commit
  45.0s  a     mine.lead -> starts its server as primary
  45.2s  a     [server takes writes on timeline 1]
  45.3s  a     mine.lead -> writes who may hold every commit
  60.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: 40.2 s (5.0 to 45.2). Rows lost: 0.
