   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of everybody for 30s
   5.0s  a     [server is down]
   5.0s  b     [server is down]
   5.0s  c     [server is down]
  15.2s  etcd  the leader key is gone
  35.0s  **    agent of a starts
  35.0s  **    agent of b starts
  35.0s  **    agent of c starts
  35.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  35.0s  b     free.start-to-compare -> starts as a standby of nobody
  35.0s  c     free.start-to-compare -> starts as a standby of nobody
  35.2s  a     [server is a standby]
  35.2s  c     [server is a standby]
  35.2s  b     [server is a standby]
  35.4s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  35.4s  a     free.last-leader-may-live
  35.4s  c     free.last-leader-may-live
  45.0s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key (in vain: refused)
  45.0s  b     free.furthest-races -> takes the leader key
  45.0s  a     free.furthest-races -> takes the leader key (in vain: refused)
  45.1s  b     mine.lead: the lock is ours -> promotes its server
  45.1s  c     others.follow: another member leads -> follows b
  45.1s  a     others.follow -> follows b
  45.2s  b     [server takes writes on timeline 2]
  45.2s  b     mine.lead -> writes the history
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 40.2 s (5.0 to 45.2). Rows lost: 0.
