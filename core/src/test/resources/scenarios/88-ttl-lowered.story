   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    configure ttl 5
   5.8s  a     mine.former-self: the lock hangs on the lease of an earlier process of this agent and is taken over first -> takes over its own leader key
   5.8s  a     mine.lead: the lock is ours
  15.0s  **    kill node of leader for 30s (a)
  15.0s  a     [server is down]
  20.2s  etcd  the leader key is gone
  20.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  20.5s  c     free.furthest-races -> takes the leader key (in vain: refused: held)
  20.5s  b     mine.lead -> promotes its server
  20.5s  c     others.follow: another member leads -> follows b
  20.6s  b     [server takes writes on timeline 2]
  20.6s  b     mine.lead -> writes the history
  45.0s  **    agent of a starts
  45.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  45.7s  a     [server is down]
  45.9s  a     [server is a standby]
  45.9s  a     others.follow
  80.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 5.6 s (15.0 to 20.6). Rows lost: 0.
