   0.0s        a leads on timeline 1; standbys: b, c, d, e; whole
   4.0s  **    leave each only its neighbours for 60s
   5.0s  **    kill node of leader for 30s (a)
   5.0s  a     [server is down]
  15.2s  etcd  the leader key is gone
  16.2s  d     free.another-is-ahead: another member has more WAL
  16.2s  e     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  16.2s  c     free.another-is-ahead
  16.2s  b     free.furthest-races -> takes the leader key (in vain: refused)
  16.2s  e     mine.lead: the lock is ours -> promotes its server
  16.2s  d     others.follow: another member leads -> follows e
  16.2s  c     others.follow -> follows e
  16.2s  b     others.follow -> follows e
  16.3s  e     [server takes writes on timeline 2]
  16.3s  e     mine.lead -> writes the history
  35.0s  **    agent of a starts
  35.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to e and starts as a standby of e
  35.7s  a     [server is down]
  35.9s  a     [server is a standby]
  35.9s  a     others.follow
 110.0s        e leads on timeline 2; standbys: a, b, c, d; whole

Without anybody who takes writes: 11.3 s (5.0 to 16.3). Rows lost: 0.
