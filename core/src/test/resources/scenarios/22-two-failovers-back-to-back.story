   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of a for 60s
   5.0s  a     [server is down]
  15.2s  etcd  the leader key is gone
  15.5s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key (in vain: refused)
  15.5s  b     free.furthest-races -> takes the leader key
  15.5s  b     mine.lead: the lock is ours -> promotes its server
  15.5s  c     others.follow: another member leads -> follows b
  15.6s  b     [server takes writes on timeline 2]
  15.6s  b     mine.lead -> writes the history
  16.5s  **    kill node of leader for 50s (b)
  16.5s  b     [server is down]
  26.7s  etcd  the leader key is gone
  26.7s  c     free.furthest-races -> takes the leader key
  26.7s  c     mine.lead -> promotes its server
  26.8s  c     [server takes writes on timeline 3]
  26.8s  c     mine.lead -> writes the history
  65.0s  **    agent of a starts
  65.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
  65.7s  a     [server is down]
  65.9s  a     [server is a standby]
  65.9s  a     others.follow
  66.5s  **    agent of b starts
  66.5s  b     others.diverged -> rewinds to c and starts as a standby of c
  67.2s  b     [server is down]
  67.4s  b     [server is a standby]
  67.4s  b     others.follow
  90.0s        c leads on timeline 3; standbys: a, b; whole

Without anybody who takes writes: 10.6 s (5.0 to 15.6), 10.3 s (16.5 to 26.8). Rows lost: 0.
