   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> recovers its server
   5.2s  a     mine.lead -> writes who may hold every commit
   5.2s  a     mine.lead -> starts its server as primary
   5.3s  a     [server takes writes on timeline 1]
   5.4s  a     mine.lead -> writes who may hold every commit
  10.0s  **    kill node of leader for 30s (a)
  10.0s  a     [server is down]
  19.4s  etcd  the leader key is gone
  19.7s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  19.7s  b     free.furthest-races -> takes the leader key (in vain: refused)
  19.7s  c     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to c
  19.7s  b     others.follow: another member leads -> promises term 2 to c
  19.7s  c     mine.waits-for-promises -> follows nobody
  19.7s  b     others.follow -> follows nobody
  19.8s  c     mine.lead -> promotes its server
  19.9s  c     [server takes writes on timeline 2]
  19.9s  c     mine.lead -> writes who may hold every commit, writes the history
  19.9s  c     mine.lead -> writes who may hold every commit
  19.9s  b     others.follow -> follows c
  19.9s  c     mine.lead -> lets commits wait for nobody
  22.7s  c     mine.lead -> lets commits wait for ANY 1 (b)
  25.7s  c     mine.lead -> writes who may hold every commit
  40.0s  **    agent of a starts
  40.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> promises term 2 to c
  40.0s  a     others.diverged -> rewinds to c and starts as a standby of c
  40.7s  a     [server is down]
  40.9s  a     [server is a standby]
  40.9s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  41.8s  c     mine.lead -> writes who may hold every commit
  41.8s  c     mine.lead -> lets commits wait for ANY 1 (a,b)
  60.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 0.3 s (5.0 to 5.3), 9.9 s (10.0 to 19.9). Rows lost: 0.
