   0.0s        a leads on timeline 1; standbys: b, c; whole
   3.0s  **    lag b by 7s for 60s
   8.0s  **    kill node of leader for 30s (a)
   8.0s  a     [server is down]
  18.2s  etcd  the leader key is gone
  18.5s  c     free.another-fetches: a member with a higher priority lacks a little of this WAL: it may stream that first, for half a ttl at most
  18.5s  b     free.fetches: another standby has more WAL, and this member goes before it, by its priority or because the failsafe key does not name that one: it is streamed from there first, for half a ttl at most -> follows c
  23.5s  b     free.another-is-ahead: another member has more WAL
  23.5s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  23.5s  c     mine.lead: the lock is ours -> promotes its server
  23.5s  b     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  23.5s  b     others.follow: another member leads
  23.6s  c     [server takes writes on timeline 2]
  23.6s  c     mine.lead -> writes the history
  38.0s  **    agent of a starts
  38.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
  38.7s  a     [server is down]
  38.9s  a     [server is a standby]
  38.9s  a     others.follow
  90.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 15.6 s (8.0 to 23.6). Rows lost: 0.
