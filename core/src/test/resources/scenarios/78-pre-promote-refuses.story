   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    refuse promotion of b for 60s
   5.0s  **    kill node of a for 60s
   5.0s  a     [server is down]
  15.2s  etcd  the leader key is gone
  15.5s  c     free.another-is-preferred: another member has as much WAL and a higher priority
  15.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  15.5s  b     mine.lead: the lock is ours -> promotes its server
  15.5s  etcd  the leader key is gone
  15.5s  c     others.follow: another member leads -> follows b
  15.5s  b     mine.pre-promote-failed: the operator's pre_promote does not let this standby be promoted: another may lead, and this one waits for a ttl -> lets the leader key go
  15.5s  c     free.furthest-races -> takes the leader key
  15.5s  c     mine.lead -> promotes its server
  15.5s  b     free.pre-promote-failed: the operator's pre_promote did not let this member be promoted: others go first for one ttl
  15.5s  b     others.follow -> follows c
  15.6s  c     [server takes writes on timeline 3]
  15.6s  c     mine.lead -> writes the history
  65.0s  **    agent of a starts
  65.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
  65.7s  a     [server is down]
  65.9s  a     [server is a standby]
  65.9s  a     others.follow
 100.0s        c leads on timeline 3; standbys: a, b; whole

Without anybody who takes writes: 10.6 s (5.0 to 15.6). Rows lost: 0.
