   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    recover server of a in 20s
   4.8s  **    refuse start of b for 60s
   4.8s  **    refuse start of c for 60s
   4.9s  **    crash postmaster of b
   4.9s  b     [server is down]
   4.9s  **    crash postmaster of c
   4.9s  c     [server is down]
   4.9s  b     others.follow: another member leads -> starts as a standby of a
   4.9s  c     others.follow -> starts as a standby of a
   4.9s  b     others.job-pauses: the last job failed a moment ago
   4.9s  c     others.job-pauses
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> starts its server as primary
   8.1s  b     others.follow -> starts as a standby of a
   8.1s  c     others.follow -> starts as a standby of a
   8.1s  b     others.job-pauses
   8.1s  c     others.job-pauses
  11.1s  c     others.follow -> starts as a standby of a
  11.1s  b     others.follow -> starts as a standby of a
  11.1s  c     others.job-pauses
  11.1s  b     others.job-pauses
  14.1s  b     others.follow -> starts as a standby of a
  25.0s  a     [server takes writes on timeline 1]
  67.0s  b     [server is a standby]
  67.0s  c     [server is a standby]
  90.0s        a leads on timeline 1; standbys: b, c; whole
(18 times more: c others.follow -> starts as a standby of a)
(17 times more: b others.job-pauses)
(17 times more: c others.job-pauses)
(17 times more: b others.follow -> starts as a standby of a)

Without anybody who takes writes: 20.0 s (5.0 to 25.0). Rows lost: 0.
