   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of leader for 60s (a)
   5.0s  a     [server is down]
   7.3s  c     lost.takes-over: neither the leader's server nor its agent answers, and too few voters receive from it to confirm a commit -> takes over the leader key of one that is lost (in vain: refused)
   7.3s  b     lost.takes-over -> takes over the leader key of one that is lost
   7.3s  b     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to b
   7.3s  c     others.follow: another member leads -> promises term 2 to b
   7.3s  b     mine.waits-for-promises -> follows nobody
   7.3s  c     others.follow -> follows nobody
   7.3s  b     mine.lead: the lock is ours -> promotes its server
   7.4s  b     [server takes writes on timeline 2]
   7.4s  b     mine.lead -> writes who may hold every commit, writes the history
   7.5s  b     mine.lead -> writes who may hold every commit
   7.5s  b     mine.lead -> lets commits wait for nobody
   8.5s  c     others.follow -> follows b
  10.3s  b     mine.lead -> lets commits wait for ANY 1 (c)
  13.3s  b     mine.lead -> writes who may hold every commit
  65.0s  **    agent of a starts
  65.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> promises term 2 to b
  65.0s  a     others.diverged -> rewinds to b and starts as a standby of b
  65.7s  a     [server is down]
  65.9s  a     [server is a standby]
  65.9s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  66.4s  b     mine.lead -> writes who may hold every commit
  66.4s  b     mine.lead -> lets commits wait for ANY 1 (a,c)
 100.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 2.4 s (5.0 to 7.4). Rows lost: 0.
