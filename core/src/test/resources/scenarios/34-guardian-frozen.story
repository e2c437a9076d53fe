   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    freeze guardian of leader for 40s (a)
   6.0s  **    cut leader from etcd for 30s (a)
   7.5s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  11.0s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  12.8s  a     [server is down]
  15.8s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  15.9s  a     [server is a standby]
  16.2s  etcd  the leader key is gone
  16.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  16.5s  c     free.furthest-races -> takes the leader key (in vain: refused)
  16.5s  b     mine.lead: the lock is ours -> promotes its server
  16.5s  c     others.follow: another member leads -> follows b
  16.6s  b     [server takes writes on timeline 2]
  16.6s  b     mine.lead -> writes the history
  17.4s  a     unreachable.wait: a standby has nothing to lose by waiting
  36.0s  **    a is joined again
  36.9s  a     others.follow -> follows b
  70.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 3.8 s (12.8 to 16.6). Rows lost: 0.
