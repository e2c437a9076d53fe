   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    depose etcd leader of a for 20s
  15.2s  etcd  the leader key is gone
  15.2s  a     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
  15.2s  a     mine.lead: the lock is ours
  15.5s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  15.5s  c     free.last-leader-may-live
  15.5s  b     others.follow: another member leads
  15.5s  c     others.follow
  25.3s  a     mine.former-self: the lock hangs on the lease of an earlier process of this agent and is taken over first -> takes over its own leader key
  25.3s  a     mine.lead
  60.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
