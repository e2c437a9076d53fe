   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    revoke lease of leader
   5.0s  etcd  the leader key is gone
   5.0s  a     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
   5.0s  a     mine.lead: the lock is ours
   5.3s  c     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
   5.3s  b     free.last-leader-may-live
   5.3s  c     others.follow: another member leads
   5.3s  b     others.follow
  30.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
