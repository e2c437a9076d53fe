   0.0s        a leads on timeline 1; standbys: b, c; whole
  25.0s  **    switch over to b
  25.0s  a     [server is being stopped]
  25.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
  25.1s  a     [server is down]
  25.1s  a     mine.operator-wants-another -> hands the leader key to b
  25.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  25.1s  c     others.follow: another member leads -> follows b
  25.1s  b     mine.lead: the lock is ours -> promotes its server, clears the operator's request
  25.2s  b     [server takes writes on timeline 2]
  25.2s  b     mine.lead -> writes the history
  25.4s  a     others.follow -> starts as a standby of b
  25.6s  a     [server is a standby]
  28.0s  **    restore etcd
  28.0s  etcd  the leader key is gone
  28.0s  b     others.etcd-set-back: etcd was set back and names a former leader: this permit still runs, so that one cannot have proved to lead -> deletes the leader key of a former term
  28.0s  c     others.follow -> follows a
  28.0s  b     free.my-key-vanished: this primary's permit still runs, so nobody else can have been promoted -> takes the leader key
  28.0s  a     always.may-be-a-former-term: etcd names this member, but it may have been set back to before another one led -> deletes the leader key of a former term (in vain: refused)
  28.0s  c     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  28.0s  a     others.follow
  28.0s  b     mine.lead -> writes the history
  28.0s  c     others.follow -> follows b
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (25.1 to 25.2). Rows lost: 0.
