   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of leader for 40s (a)
   5.0s  a     [server is down]
  10.0s  **    elect etcd leader in 1s
  21.2s  etcd  the leader key is gone
  21.5s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  21.5s  b     free.furthest-races -> takes the leader key (in vain: refused)
  21.5s  c     mine.lead: the lock is ours -> promotes its server
  21.5s  b     others.follow: another member leads -> follows c
  21.6s  c     [server takes writes on timeline 2]
  21.6s  c     mine.lead -> writes the history
  45.0s  **    agent of a starts
  45.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
  45.7s  a     [server is down]
  45.9s  a     [server is a standby]
  45.9s  a     others.follow
  80.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 16.6 s (5.0 to 21.6). Rows lost: 0.
