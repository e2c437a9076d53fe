   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    stop etcd for 4s with an election of 0.5s
   7.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
   7.3s  c     unreachable.wait: a standby has nothing to lose by waiting
   7.3s  b     unreachable.wait
   9.0s  **    etcd is back
   9.3s  a     mine.lead: the lock is ours
   9.3s  b     others.follow: another member leads
   9.3s  c     others.follow
  30.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
