   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from everyone for 40s (a)
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
   8.0s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
   9.0s  c     mine.lead -> lets commits wait for ANY 1 (b)
  12.0s  c     mine.lead -> writes who may hold every commit
  18.0s  a     [server is being stopped]
  18.0s  a     [server is down]
  19.2s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  21.2s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  21.4s  a     [server is a standby]
  23.4s  a     unreachable.wait: a standby has nothing to lose by waiting
  45.0s  **    a is joined again
  46.1s  a     others.diverged: the copy holds WAL that is not in the leader's history -> promises term 2 to c
  46.2s  a     [server is being stopped]
  46.2s  a     others.diverged -> stops its server (fast) and rewinds to c and starts as a standby of c
  46.2s  a     [server is down]
  46.9s  a     [server is down]
  47.1s  a     [server is a standby]
  47.1s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  47.2s  c     mine.lead -> writes who may hold every commit
  47.2s  c     mine.lead -> lets commits wait for ANY 1 (a,b)
 100.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: never. Rows lost: 0.
