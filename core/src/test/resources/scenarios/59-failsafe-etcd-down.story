   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    stop etcd for 90s with an election of 0.5s
   7.3s  a     unreachable.failsafe: every member that the failsafe key names is asked to confirm this primary before its permit ends
   7.3s  c     unreachable.wait: a standby has nothing to lose by waiting
   7.3s  b     unreachable.wait
  95.0s  **    etcd is back
  95.6s  a     mine.lead: the lock is ours
  96.7s  c     others.follow: another member leads
  96.7s  b     others.follow
 110.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
