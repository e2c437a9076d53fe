   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from etcd for 40s (a)
   5.2s  **    delete leader key
   5.2s  etcd  the leader key is gone
   5.5s  c     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
   5.5s  b     free.last-leader-may-live
   6.7s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  11.2s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  12.7s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  12.8s  a     [server is a standby]
  14.8s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  14.8s  b     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  14.8s  c     mine.lead: the lock is ours -> promotes its server
  14.8s  b     others.follow: another member leads -> follows c
  14.9s  c     [server takes writes on timeline 2]
  14.9s  c     mine.lead -> writes the history
  15.7s  a     unreachable.wait: a standby has nothing to lose by waiting
  45.0s  **    a is joined again
  45.4s  a     others.follow -> follows c
  75.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 4.6 s (10.3 to 14.9). Rows lost: 0.
