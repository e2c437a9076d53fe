   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of b for 25s
   5.0s  b     [server is down]
  11.2s  a     mine.lead: the lock is ours -> writes whom it would ask without etcd
  27.0s  **    cut c from peers for 10s
  29.5s  **    kill agent of leader for 60s (a)
  30.0s  **    agent of b starts
  30.0s  b     others.follow: another member leads -> starts as a standby of a
  30.2s  b     [server is a standby]
  34.3s  a     [server is being stopped]
  34.4s  a     [server is down]
  37.0s  **    c is joined again
  39.2s  etcd  the leader key is gone
  39.5s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  39.5s  c     free.fetches: another standby has more WAL, and this member goes before it, by its priority or because the failsafe key does not name that one: it is streamed from there first, for half a ttl at most -> follows b
  40.0s  b     free.not-in-failsafe: the failsafe key does not name this member, so the leader may go on without asking it
  40.0s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  40.0s  c     mine.lead -> promotes its server
  40.1s  b     others.follow -> follows c
  40.1s  c     [server takes writes on timeline 2]
  40.2s  c     mine.lead -> writes the history, writes whom it would ask without etcd
  89.5s  **    agent of a starts
  89.5s  a     others.follow -> starts as a standby of c
  89.5s  c     mine.lead -> writes whom it would ask without etcd
  89.7s  a     [server is a standby]
 120.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 5.7 s (34.4 to 40.1). Rows lost: 0.
