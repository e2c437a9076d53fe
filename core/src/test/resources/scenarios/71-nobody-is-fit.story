   0.0s        a leads on timeline 1; standbys: b, c; whole
   3.0s  **    lag standbys by 6s for 60s (b, c)
  12.0s  **    kill node of leader for 40s (a)
  12.0s  a     [server is down]
  22.2s  etcd  the leader key is gone
  22.5s  b     free.lags-too-much: too much of the leader's last known WAL is missing here
  22.5s  c     free.lags-too-much
  52.0s  **    agent of a starts
  52.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  52.2s  a     [server is a standby]
  52.2s  a     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  59.0s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  59.1s  c     mine.lead: the lock is ours -> promotes its server
  59.1s  b     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  59.1s  b     others.follow: another member leads -> follows c
  59.1s  a     others.follow -> follows c
  59.1s  c     [server takes writes on timeline 2]
  59.2s  c     mine.lead -> writes the history
 100.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 47.1 s (12.0 to 59.1). Rows lost: 0.
