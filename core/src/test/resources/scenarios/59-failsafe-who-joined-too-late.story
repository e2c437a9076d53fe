   0.0s        a leads on timeline 1; standbys: b; whole
   5.0s  **    kill node of b for 40s
   5.0s  b     [server is down]
  11.2s  a     mine.lead: the lock is ours -> writes whom it would ask without etcd
  40.0s  **    cut leader from etcd for 60s (a)
  42.4s  a     unreachable.failsafe: every member that the failsafe key names is asked to confirm this primary before its permit ends
  45.0s  **    agent of b starts
  45.0s  b     others.follow: another member leads -> starts as a standby of a
  45.2s  b     [server is a standby]
  50.2s  etcd  the leader key is gone
  50.2s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  55.0s  b     free.not-in-failsafe: the failsafe key does not name this member, so the leader may go on without asking it
 100.0s  **    a is joined again
 100.3s  a     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
 100.3s  b     others.follow
 100.3s  a     mine.lead -> writes whom it would ask without etcd
 120.0s        a leads on timeline 1; standbys: b; whole

Without anybody who takes writes: never. Rows lost: 0.
