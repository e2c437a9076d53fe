   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    refuse start of leader for 30s (a)
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> starts its server as primary
   5.0s  a     mine.start-failed: the crashed primary could not be started and another member is fit -> hands the leader key to b
   5.0s  b     mine.lead -> promotes its server
   5.0s  a     others.job-pauses: the last job failed a moment ago
   5.0s  c     others.follow: another member leads -> follows b
   5.1s  b     [server takes writes on timeline 2]
   5.2s  b     mine.lead -> writes the history
   8.1s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
   8.8s  a     [server is down]
   8.9s  a     others.job-pauses
  12.0s  a     others.follow -> starts as a standby of b
  12.0s  a     others.job-pauses
  15.1s  a     others.follow -> starts as a standby of b
  18.2s  a     others.follow -> starts as a standby of b
  37.1s  a     [server is a standby]
  60.0s        b leads on timeline 2; standbys: a, c; whole
(7 times more: a others.job-pauses)
(6 times more: a others.follow -> starts as a standby of b)

Without anybody who takes writes: 0.1 s (5.0 to 5.1). Rows lost: 0.
