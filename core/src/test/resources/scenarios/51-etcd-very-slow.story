   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  14.0s  a     mine.lead: the lock is ours -> starts its server as primary (in vain: dropped)
  15.6s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  15.7s  a     [server is a standby]
  19.1s  a     mine.lead
  23.9s  a     unreachable.wait: a standby has nothing to lose by waiting
  25.9s  a     [server is being stopped]
  26.0s  a     [server is down]
  28.9s  a     mine.older-timeline: the cluster has been on a newer timeline than this copy -> stops its server (fast)
  30.0s  etcd  the leader key is gone
  30.2s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  30.2s  c     free.furthest-races -> takes the leader key (in vain: refused)
  30.2s  b     mine.lead -> promotes its server
  30.3s  c     others.follow: another member leads -> follows b
  30.3s  b     [server takes writes on timeline 3]
  30.4s  b     mine.lead -> writes the history
  33.0s  a     mine.standby-down: a standby that is down comes up and is compared with the others before it may lead -> lets the leader key go (in vain: unknown outcome)
  33.9s  a     [server is a standby]
  35.2s  a     others.follow -> starts as a standby of b
  38.7s  a     unreachable.wait
  55.5s  a     others.follow
  57.0s  a     unreachable.wait
  64.4s  a     others.follow
  90.0s        b leads on timeline 3; standbys: a, c; whole

Without anybody who takes writes: 20.0 s (10.3 to 30.3). Rows lost: 0.
