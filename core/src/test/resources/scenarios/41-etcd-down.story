   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    stop etcd for 30s with an election of 0.5s
   7.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
   7.3s  c     unreachable.wait: a standby has nothing to lose by waiting
   7.3s  b     unreachable.wait
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  10.8s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  12.3s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  12.4s  a     [server is a standby]
  13.9s  a     unreachable.wait
  35.0s  **    etcd is back
  35.3s  c     others.follow: another member leads
  35.3s  b     others.follow
  35.3s  a     mine.lead: the lock is ours
  35.3s  a     mine.lead -> promotes its server
  35.4s  a     [server takes writes on timeline 2]
  35.4s  a     mine.lead -> writes the history
  60.0s        a leads on timeline 2; standbys: b, c; whole

Without anybody who takes writes: 25.1 s (10.3 to 35.4). Rows lost: 0.
