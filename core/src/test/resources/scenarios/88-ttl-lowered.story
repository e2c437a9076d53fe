   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    configure ttl 5
   5.8s  a     mine.former-self: the lock hangs on the lease of an earlier process of this agent and is taken over first -> takes over its own leader key
   5.8s  a     mine.lead: the lock is ours
  15.0s  **    kill node of leader for 30s (a)
  15.0s  a     [server is down]
  20.2s  etcd  the leader key is gone
  20.5s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  20.5s  b     free.furthest-races -> takes the leader key (in vain: refused)
  20.5s  c     mine.lead -> promotes its server
  20.5s  b     others.follow: another member leads -> follows c
  20.6s  c     [server takes writes on timeline 2]
  20.6s  c     mine.lead -> writes the history
  45.0s  **    agent of a starts
  45.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
  45.7s  a     [server is down]
  45.9s  a     [server is a standby]
  45.9s  a     others.follow
  80.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 5.6 s (15.0 to 20.6). Rows lost: 0.
