   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
   7.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  10.8s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  14.6s  a     mine.lead: the lock is ours -> starts its server as primary (in vain: dropped)
  16.2s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  16.3s  a     [server is a standby]
  20.5s  a     mine.lead
  23.0s  a     [server is being stopped]
  23.1s  a     [server is down]
  23.6s  a     mine.lead -> promotes its server (in vain: dropped)
  23.6s  etcd  the leader key is gone
  23.8s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  23.8s  c     free.furthest-races -> takes the leader key (in vain: refused)
  23.9s  b     mine.lead -> promotes its server
  23.9s  c     others.follow: another member leads -> follows b
  23.9s  b     [server takes writes on timeline 3]
  24.0s  b     mine.lead -> writes the history
  25.4s  a     mine.standby-down: a standby that is down comes up and is compared with the others before it may lead -> lets the leader key go
  25.6s  a     [server is a standby]
  26.0s  a     others.follow -> starts as a standby of b
  27.5s  a     unreachable.wait: a standby has nothing to lose by waiting
  28.8s  a     others.follow
  42.2s  a     unreachable.wait
  46.4s  a     others.follow
  48.4s  a     unreachable.wait
  51.8s  a     others.follow
  90.0s        b leads on timeline 3; standbys: a, c; whole
(2 times more: a unreachable.wait)
(2 times more: a others.follow)

Without anybody who takes writes: 13.6 s (10.3 to 23.9). Rows lost: 0.
