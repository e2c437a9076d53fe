   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    recover server of a in 40s
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> recovers its server
  20.1s  a     always.start-takes-too-long: the crashed primary had its time to come back, and another member is fit -> cancels its job, kills its server
  20.2s  a     mine.start-failed: the crashed primary could not be started and another member is fit -> hands the leader key to b
  20.2s  b     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to b
  20.2s  a     others.job-pauses: the last job failed a moment ago -> promises term 2 to b
  20.2s  c     others.follow: another member leads -> promises term 2 to b
  20.2s  b     mine.waits-for-promises -> follows nobody
  20.2s  c     others.follow -> follows nobody
  20.2s  b     mine.lead -> promotes its server
  20.3s  b     [server takes writes on timeline 2]
  20.3s  b     mine.lead -> writes who may hold every commit, writes the history
  20.4s  c     others.follow -> follows b
  20.4s  b     mine.lead -> writes who may hold every commit
  20.4s  b     mine.lead -> lets commits wait for ANY 1 (c)
  23.2s  b     mine.lead -> writes who may hold every commit
  23.2s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  23.9s  a     [server is down]
  24.0s  a     [server is a standby]
  24.1s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  24.2s  b     mine.lead -> writes who may hold every commit
  24.2s  b     mine.lead -> lets commits wait for ANY 1 (a,c)
  90.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 15.3 s (5.0 to 20.3). Rows lost: 0.
