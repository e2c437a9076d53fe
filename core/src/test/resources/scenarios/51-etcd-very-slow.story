   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  11.4s  a     [server is being stopped]
  11.5s  a     [server is down]
  14.4s  a     [server takes writes on timeline 1]
  15.7s  a     mine.lead: the lock is ours -> starts its server as primary
  21.7s  a     [server is being stopped]
  21.8s  a     [server is down]
  21.9s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  23.4s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  23.5s  a     [server is a standby]
  25.0s  a     unreachable.wait: a standby has nothing to lose by waiting
  27.1s  a     mine.lead
  28.7s  a     unreachable.wait
  30.5s  a     mine.lead
  33.4s  a     mine.lead -> promotes its server (in vain: dropped)
  34.5s  a     [server is being stopped]
  34.5s  a     [server is down]
  35.0s  a     unreachable.wait
  36.7s  etcd  the leader key is gone
  36.9s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  36.9s  b     free.furthest-races -> takes the leader key (in vain: refused)
  36.9s  c     mine.lead -> promotes its server
  37.0s  b     others.follow: another member leads -> follows c
  37.0s  c     [server takes writes on timeline 3]
  37.1s  c     mine.lead -> writes the history
  38.0s  a     mine.standby-down: a standby that is down comes up and is compared with the others before it may lead -> lets the leader key go
  39.5s  a     unreachable.serve-reads -> starts as a standby of nobody
  39.6s  a     [server is a standby]
  42.9s  a     others.follow -> follows c
  51.5s  a     others.follow
  63.5s  a     others.follow
  90.0s        c leads on timeline 3; standbys: a, b; whole
(3 times more: a unreachable.wait)

Without anybody who takes writes: 2.9 s (11.5 to 14.4), 15.2 s (21.8 to 37.0). Rows lost: 0.
