   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    lose 100% of watch events of everybody for 60s
   5.0s  **    kill node of leader for 30s (a)
   5.0s  a     [server is down]
  15.2s  etcd  the leader key is gone
  15.7s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key (in vain: refused)
  15.7s  c     free.furthest-races -> takes the leader key
  15.7s  c     mine.lead: the lock is ours -> promotes its server
  15.7s  b     others.follow: another member leads -> follows c
  15.8s  c     [server takes writes on timeline 2]
  15.8s  c     mine.lead -> writes the history
  35.0s  **    agent of a starts
  35.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
  35.7s  a     [server is down]
  35.9s  a     [server is a standby]
  35.9s  a     others.follow
  80.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 10.8 s (5.0 to 15.8). Rows lost: 0.
