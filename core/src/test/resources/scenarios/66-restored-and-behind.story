   0.0s        a leads on timeline 1; standbys: b; whole
   2.0s  **    back up a
   4.0s  **    kill node of b for 15s
   4.0s  b     [server is down]
   4.0s  **    lose data of b
   8.0s  **    kill node of a for 50s
   8.0s  a     [server is down]
  18.2s  etcd  the leader key is gone
  19.0s  **    agent of b starts
  19.0s  b     free.wait-for-a-leader: there is no usable data here and nobody to copy from
  39.1s  b     free.restore: there is no usable data here, nobody has led for longer than an election takes, and a method of the operator's makes a copy without a leader -> restores a backup and starts as a standby of nobody
  39.8s  b     [server is down]
  40.0s  b     [server is a standby]
  40.0s  b     free.lags-too-much: too much of the leader's last known WAL is missing here
  58.0s  **    agent of a starts
  58.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  58.2s  a     [server is a standby]
  58.2s  a     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  68.0s  a     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  68.0s  a     mine.lead: the lock is ours -> promotes its server
  68.0s  b     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  68.1s  b     others.follow: another member leads -> follows a
  68.1s  a     [server takes writes on timeline 2]
  68.1s  a     mine.lead -> writes the history
  80.0s        a leads on timeline 2; standbys: b; whole

Without anybody who takes writes: 60.1 s (8.0 to 68.1). Rows lost: 0.
