   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from etcd for 40s (a)
   7.3s  a     unreachable.failsafe: every member that the failsafe key names is asked to confirm this primary before its permit ends
  15.2s  etcd  the leader key is gone
  15.5s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  15.5s  c     free.last-leader-may-live
  25.0s  **    kill node of leader for 40s (a)
  25.0s  a     [server is down]
  33.4s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  33.4s  c     free.furthest-races -> takes the leader key (in vain: refused)
  33.4s  b     mine.lead: the lock is ours -> promotes its server
  33.4s  c     others.follow: another member leads -> follows b
  33.5s  b     [server takes writes on timeline 2]
  33.5s  b     mine.lead -> writes the history, writes whom it would ask without etcd
  45.0s  **    a is joined again
  65.0s  **    agent of a starts
  65.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  65.0s  b     mine.lead -> writes whom it would ask without etcd
  65.7s  a     [server is down]
  65.9s  a     [server is a standby]
  65.9s  a     others.follow
  90.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 8.5 s (25.0 to 33.5). Rows lost: 0.
