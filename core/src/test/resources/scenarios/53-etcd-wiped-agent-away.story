   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill agent of leader for 3s (a)
   6.0s  **    wipe etcd
   6.0s  etcd  the leader key is gone
   7.0s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
   7.0s  c     free.last-leader-may-live
   8.0s  **    agent of a starts
   8.0s  a     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
   8.0s  a     mine.lead: the lock is ours -> writes the cluster's identity, writes the configuration
   8.0s  b     others.follow: another member leads
   8.0s  c     others.follow
  40.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
