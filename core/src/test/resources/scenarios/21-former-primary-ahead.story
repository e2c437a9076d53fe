   0.0s        a leads on timeline 1; standbys: b, c; whole
   3.0s  **    lag standbys by 2s for 40s (b, c)
   8.0s  **    kill node of leader for 30s (a)
   8.0s  a     [server is down]
  18.2s  etcd  the leader key is gone
  18.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  18.5s  c     free.furthest-races -> takes the leader key (in vain: refused)
  18.5s  b     mine.lead: the lock is ours -> promotes its server
  18.5s  c     others.follow: another member leads -> follows b
  18.6s  b     [server takes writes on timeline 2]
  18.6s  b     mine.lead -> writes the history
  38.0s  **    agent of a starts
  38.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  38.7s  a     [server is down]
  38.9s  a     [server is a standby]
  38.9s  a     others.follow
  70.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 10.6 s (8.0 to 18.6). Rows lost: 149.
