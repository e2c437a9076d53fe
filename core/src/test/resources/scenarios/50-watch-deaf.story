   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    lose 100% of watch events of everybody for 60s
   5.0s  **    kill node of leader for 30s (a)
   5.0s  a     [server is down]
  15.2s  etcd  the leader key is gone
  15.6s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  15.6s  c     free.last-leader-may-live
  16.2s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  16.2s  c     free.furthest-races -> takes the leader key (in vain: refused)
  16.2s  b     mine.lead: the lock is ours -> promotes its server
  16.2s  c     others.follow: another member leads -> follows b
  16.3s  b     [server takes writes on timeline 2]
  16.3s  b     mine.lead -> writes the history
  35.0s  **    agent of a starts
  35.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  35.7s  a     [server is down]
  35.9s  a     [server is a standby]
  35.9s  a     others.follow
  80.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 11.3 s (5.0 to 16.3). Rows lost: 0.
