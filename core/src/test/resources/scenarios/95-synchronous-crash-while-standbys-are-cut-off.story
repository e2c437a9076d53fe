   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from peers for 20s (a)
   5.0s  a     mine.lead: the lock is ours -> lets commits wait for __patroni_strict_sync_replica_placeholder__
   6.0s  **    crash postmaster of leader (a)
   6.0s  a     [server is down]
   7.0s  a     mine.lead -> recovers its server
   8.0s  a     mine.lead -> writes who may hold every commit
   8.0s  a     mine.lead -> starts its server as primary
   8.2s  a     [server takes writes on timeline 1]
  12.0s  **    kill node of leader for 30s (a)
  12.0s  a     [server is down]
  22.4s  etcd  the leader key is gone
  22.7s  c     free.not-synchronous: commits are synchronous, and this member may lack one that was acknowledged
  22.7s  b     free.not-synchronous
  25.0s  **    a is joined again
  42.0s  **    agent of a starts
  42.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  42.2s  a     [server is a standby]
  42.2s  a     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  52.0s  a     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  52.0s  c     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  52.0s  a     mine.lead -> promises term 2 to a, writes who may hold every commit
  52.0s  b     free.primary-answers
  52.1s  c     others.follow: another member leads -> promises term 2 to a
  52.1s  a     mine.lead -> promotes its server
  52.1s  b     others.follow -> promises term 2 to a
  52.1s  c     others.follow -> follows nobody
  52.1s  b     others.follow -> follows nobody
  52.2s  a     [server takes writes on timeline 2]
  52.2s  a     mine.lead -> writes the history
  52.2s  b     others.follow -> follows a
  52.2s  c     others.follow -> follows a
  52.4s  a     mine.lead -> lets commits wait for ANY 1 (b,c)
  55.0s  a     mine.lead -> writes who may hold every commit
  60.0s        a leads on timeline 2; standbys: b, c; whole

Without anybody who takes writes: 2.2 s (6.0 to 8.2), 40.2 s (12.0 to 52.2). Rows lost: 0.
