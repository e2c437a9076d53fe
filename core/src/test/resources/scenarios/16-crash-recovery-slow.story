   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    recover server of a in 20s
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> starts its server as primary
  10.8s  a     [server is down]
  10.8s  a     always.start-takes-too-long: the crashed primary had its time to come back, and another member is fit -> cancels its job, kills its server
  10.8s  a     always.start-takes-too-long -> cancels its job, kills its server
  10.8s  a     mine.start-failed: the crashed primary could not be started and another member is fit -> hands the leader key to b
  10.9s  a     others.job-pauses: the last job failed a moment ago
  10.9s  b     mine.lead -> promotes its server
  10.9s  c     others.follow: another member leads -> follows b
  11.0s  b     [server takes writes on timeline 2]
  11.0s  b     mine.lead -> writes the history
  14.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  14.7s  a     [server is down]
  14.8s  a     [server is a standby]
  14.8s  a     others.follow
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 6.0 s (5.0 to 11.0). Rows lost: 0.
