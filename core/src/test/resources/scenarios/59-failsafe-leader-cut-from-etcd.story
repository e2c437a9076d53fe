   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    cut leader from etcd for 60s (a)
   7.3s  a     unreachable.failsafe: every member that the failsafe key names is asked to confirm this primary before its permit ends
  15.2s  etcd  the leader key is gone
  15.5s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  15.5s  c     free.last-leader-may-live
  65.0s  **    a is joined again
  66.7s  a     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
  66.7s  b     others.follow: another member leads
  66.7s  a     mine.lead: the lock is ours
  66.7s  c     others.follow
  80.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
