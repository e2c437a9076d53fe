   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    crash postmaster of a
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> starts its server as primary
   5.2s  a     [server takes writes on timeline 1]
  25.0s  **    crash postmaster of a
  25.0s  a     [server is down]
  25.0s  a     mine.lead -> starts its server as primary
  25.2s  a     [server takes writes on timeline 1]
  45.0s  **    crash postmaster of a
  45.0s  a     [server is down]
  45.0s  a     mine.crash-loop: the primary has crashed too often of late, and another member is fit -> hands the leader key to b
  45.0s  b     mine.lead -> promotes its server
  45.0s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  45.0s  c     others.follow: another member leads -> follows b
  45.1s  b     [server takes writes on timeline 2]
  45.1s  b     mine.lead -> writes the history
  45.3s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  46.2s  a     [server is a standby]
  46.2s  a     others.follow
  70.0s        b leads on timeline 2; standbys: a, c; whole
(1 times more: a [server is down])

Without anybody who takes writes: 0.2 s (5.0 to 5.2), 0.2 s (25.0 to 25.2), 0.1 s (45.0 to 45.1). Rows lost: 0.
