   0.0s        a leads on timeline 1; standbys: b, c; whole
   3.0s  **    lag b by 0.8s for 60s
   8.0s  **    kill node of leader for 30s (a)
   8.0s  a     [server is down]
  18.2s  etcd  the leader key is gone
  18.5s  c     free.another-fetches: a member with a higher priority lacks a little of this WAL: it may stream that first, for half a ttl at most
  18.5s  b     free.fetches: another standby has more WAL, and this member goes before it, by its priority or because the failsafe key does not name that one: it is streamed from there first, for half a ttl at most -> follows c
  19.4s  c     free.another-is-preferred: another member has as much WAL and a higher priority
  19.4s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  19.4s  b     mine.lead: the lock is ours -> promotes its server
  19.4s  c     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  19.5s  c     others.follow: another member leads -> follows b
  19.5s  b     [server takes writes on timeline 2]
  19.6s  b     mine.lead -> writes the history
  38.0s  **    agent of a starts
  38.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  38.7s  a     [server is down]
  38.9s  a     [server is a standby]
  38.9s  a     others.follow
  80.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 11.5 s (8.0 to 19.5). Rows lost: 0.
