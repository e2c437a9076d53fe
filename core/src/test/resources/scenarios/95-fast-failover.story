   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of leader for 60s (a)
   5.0s  a     [server is down]
   6.0s  c     lost.takes-over: neither the leader's server nor its agent answers, and too few voters receive from it to confirm a commit -> takes over the leader key of one that is lost
   6.0s  b     lost.takes-over -> takes over the leader key of one that is lost (in vain: refused)
   6.0s  c     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to c
   6.0s  b     others.follow: another member leads -> promises term 2 to c
   6.0s  c     mine.waits-for-promises -> follows nobody
   6.0s  b     others.follow -> follows nobody
   6.1s  c     mine.lead: the lock is ours -> promotes its server
   6.2s  c     [server takes writes on timeline 2]
   6.2s  c     mine.lead -> writes who may hold every commit, writes the history
   6.2s  c     mine.lead -> writes who may hold every commit
   6.2s  c     mine.lead -> lets commits wait for nobody
   7.2s  b     others.follow -> follows c
   9.0s  c     mine.lead -> lets commits wait for ANY 1 (b)
  12.0s  c     mine.lead -> writes who may hold every commit
  65.0s  **    agent of a starts
  65.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> promises term 2 to c
  65.0s  a     others.diverged -> rewinds to c and starts as a standby of c
  65.7s  a     [server is down]
  65.9s  a     [server is a standby]
  65.9s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  66.0s  c     mine.lead -> writes who may hold every commit
  66.1s  c     mine.lead -> lets commits wait for ANY 1 (a,b)
 100.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 1.2 s (5.0 to 6.2). Rows lost: 0.
