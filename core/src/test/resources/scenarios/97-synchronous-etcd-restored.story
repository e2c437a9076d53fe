   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut b from peers for 60s
   5.0s  a     mine.lead: the lock is ours -> writes who may hold every commit
   5.0s  a     mine.lead -> lets commits wait for c
   8.0s  a     mine.lead -> writes who may hold every commit
  10.0s  **    kill node of a for 50s
  10.0s  a     [server is down]
  10.0s  **    kill node of c for 50s
  10.0s  c     [server is down]
  11.0s  **    kill agent of b for 1s
  11.5s  **    restore etcd
  12.0s  **    agent of b starts
  21.9s  etcd  the leader key is gone
  21.9s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  22.0s  b     free.behind-acknowledged: etcd has forgotten up to where commits were acknowledged; this member's disk has not, and its copy ends before that: an operator may take the loss (POST /failover)
  60.0s  **    agent of a starts
  60.0s  **    agent of c starts
  60.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  60.0s  c     free.start-to-compare -> starts as a standby of nobody
  60.2s  a     [server is a standby]
  60.2s  c     [server is a standby]
  61.2s  a     free.last-leader-may-live
  61.2s  c     free.last-leader-may-live
  65.0s  **    b is joined again
  65.8s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  65.8s  b     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to b
  65.8s  b     mine.waits-for-promises -> follows nobody
  65.8s  a     others.follow: another member leads -> promises term 2 to b, lets commits wait for __patroni_strict_sync_replica_placeholder__
  65.8s  c     others.follow -> promises term 2 to b
  65.9s  b     mine.lead -> promotes its server
  66.0s  b     [server takes writes on timeline 2]
  66.0s  b     mine.lead -> writes who may hold every commit, writes the history
  66.0s  c     others.follow -> follows b
  66.0s  a     others.follow -> follows b
  66.0s  b     mine.lead -> lets commits wait for a
  68.8s  b     mine.lead -> writes who may hold every commit
 100.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 56.0 s (10.0 to 66.0). Rows lost: 0.
