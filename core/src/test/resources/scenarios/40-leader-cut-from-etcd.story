   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from etcd for 30s (a)
   7.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  10.8s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  12.3s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  12.4s  a     [server is a standby]
  13.9s  a     unreachable.wait: a standby has nothing to lose by waiting
  15.2s  etcd  the leader key is gone
  15.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  15.5s  c     free.furthest-races -> takes the leader key (in vain: refused)
  15.5s  b     mine.lead: the lock is ours -> promotes its server
  15.5s  c     others.follow: another member leads -> follows b
  15.6s  b     [server takes writes on timeline 2]
  15.6s  b     mine.lead -> writes the history
  35.0s  **    a is joined again
  35.1s  a     others.follow -> follows b
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 5.2 s (10.3 to 15.6). Rows lost: 0.
