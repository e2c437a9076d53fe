   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from everyone for 40s (a)
   7.3s  b     lost.takes-over: neither the leader's server nor its agent answers, and too few voters receive from it to confirm a commit -> takes over the leader key of one that is lost
   7.3s  c     lost.takes-over -> takes over the leader key of one that is lost (in vain: refused)
   7.3s  b     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to b
   7.3s  c     others.follow: another member leads -> promises term 2 to b
   7.3s  b     mine.waits-for-promises -> follows nobody
   7.3s  c     others.follow -> follows nobody
   7.3s  b     mine.lead: the lock is ours -> promotes its server
   7.4s  b     [server takes writes on timeline 2]
   7.4s  b     mine.lead -> writes who may hold every commit, writes the history
   7.5s  b     mine.lead -> writes who may hold every commit
   7.5s  b     mine.lead -> lets commits wait for nobody
   8.0s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
   8.4s  c     others.follow -> follows b
  10.3s  b     mine.lead -> lets commits wait for ANY 1 (c)
  13.3s  b     mine.lead -> writes who may hold every commit
  18.0s  a     [server is being stopped]
  18.0s  a     [server is down]
  19.2s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  21.2s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  21.4s  a     [server is a standby]
  23.4s  a     unreachable.wait: a standby has nothing to lose by waiting
  45.0s  **    a is joined again
  46.1s  a     others.diverged: the copy holds WAL that is not in the leader's history -> promises term 2 to b
  46.2s  a     [server is being stopped]
  46.2s  a     others.diverged -> stops its server (fast) and rewinds to b and starts as a standby of b
  46.2s  a     [server is down]
  46.9s  a     [server is down]
  47.1s  a     [server is a standby]
  47.1s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  47.2s  b     mine.lead -> writes who may hold every commit
  47.2s  b     mine.lead -> lets commits wait for ANY 1 (a,c)
 100.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: never. Rows lost: 0.
