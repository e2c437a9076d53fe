   0.0s        a leads on timeline 1; standbys: b; whole
   4.9s  **    back up a
   5.0s  **    kill node of a for 50s
   5.0s  a     [server is down]
   5.0s  **    kill node of b for 5s
   5.0s  b     [server is down]
   5.0s  **    lose data of b
  10.0s  **    agent of b starts
  10.0s  b     others.clone: there is no usable data here -> clones a and starts as a standby of a
  10.0s  b     others.job-pauses: the last job failed a moment ago
  13.1s  b     others.clone -> clones a and starts as a standby of a
  13.1s  b     others.job-pauses
  15.2s  etcd  the leader key is gone
  15.2s  b     free.wait-for-a-leader: there is no usable data here and nobody to copy from
  55.0s  **    agent of a starts
  55.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  55.2s  a     [server is a standby]
  55.2s  a     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  65.0s  a     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  65.0s  b     others.wait-for-leader: the leader's server is not up yet, so there is nothing to copy from -> promises term 2 to a
  65.0s  a     mine.lead: the lock is ours -> promises term 2 to a, lets commits wait for __patroni_strict_sync_replica_placeholder__
  65.0s  a     mine.lead -> writes who may hold every commit
  65.1s  a     mine.lead -> promotes its server
  65.2s  a     [server takes writes on timeline 2]
  65.2s  a     mine.lead -> writes the history
  65.2s  b     others.clone -> clones a and starts as a standby of a
  65.9s  b     [server is down]
  66.0s  b     [server is a standby]
  66.0s  b     others.follow: another member leads
  66.3s  a     mine.lead -> lets commits wait for ANY 1 (b)
  69.0s  a     mine.lead -> writes who may hold every commit
  80.0s        a leads on timeline 2; standbys: b; whole

Without anybody who takes writes: 60.2 s (5.0 to 65.2). Rows lost: 0.
