   0.0s        a leads on timeline 1; standbys: b; whole
   5.0s  **    part a and b for 20s
  20.0s  **    kill node of a for 30s
  20.0s  a     [server is down]
  30.2s  etcd  the leader key is gone
  30.2s  b     free.lags-too-much: too much of the leader's last known WAL is missing here
  50.0s  **    agent of a starts
  50.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  50.2s  a     [server is a standby]
  50.2s  a     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  51.0s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  51.0s  b     mine.lead: the lock is ours -> promotes its server
  51.1s  a     others.follow: another member leads -> follows b
  51.1s  b     [server takes writes on timeline 2]
  51.1s  b     mine.lead -> writes the history
  90.0s        b leads on timeline 2; standbys: a; whole

Without anybody who takes writes: 31.1 s (20.0 to 51.1). Rows lost: 0.
