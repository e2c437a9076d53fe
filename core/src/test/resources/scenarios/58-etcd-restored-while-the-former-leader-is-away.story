   0.0s        a leads on timeline 1; standbys: b, c; whole
  25.0s  **    shut down agent of a for 15s
  25.0s  a     [server is being stopped]
  25.0s  a     leaving.stop-first: the server ends before its agent, so that it is never without one -> stops its server (fast)
  25.1s  a     [server is down]
  25.1s  a     leaving.hand-over: the server is down and the next leader need not wait for the lease -> hands the leader key to b
  25.1s  b     mine.lead: the lock is ours -> promotes its server
  25.1s  a     leaving.gone: nothing of this node is left to look after -> ends its agent with 0
  25.1s  c     others.follow: another member leads -> follows b
  25.2s  b     [server takes writes on timeline 2]
  25.2s  b     mine.lead -> writes the history
  28.0s  **    restore etcd
  28.0s  etcd  the leader key is gone
  28.0s  b     others.etcd-set-back: etcd was set back and names a former leader: this permit still runs, so that one cannot have proved to lead -> deletes the leader key of a former term
  28.0s  c     others.follow -> follows a
  28.0s  b     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
  28.0s  b     mine.lead -> writes the history
  29.0s  c     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  29.0s  c     others.follow -> follows b
  40.0s  **    agent of a starts
  40.0s  a     others.follow -> starts as a standby of b
  40.2s  a     [server is a standby]
  80.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.1 s (25.1 to 25.2). Rows lost: 0.
