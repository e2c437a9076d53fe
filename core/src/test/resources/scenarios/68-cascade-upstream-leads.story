   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of leader for 20s (a)
   5.0s  a     [server is down]
  13.9s  c     others.cascade-unfit: the standby that the tag replicatefrom names is not fit to be received from, so the leader is followed -> follows a
  15.2s  etcd  the leader key is gone
  15.5s  c     free.may-not-lead: the operator excludes this member by its tags
  15.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  15.5s  b     mine.lead: the lock is ours -> promotes its server
  15.5s  c     others.follow: another member leads -> follows b
  15.6s  b     [server takes writes on timeline 2]
  15.6s  b     mine.lead -> writes the history
  25.0s  **    agent of a starts
  25.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  25.7s  a     [server is down]
  25.9s  a     [server is a standby]
  25.9s  a     others.follow
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 10.6 s (5.0 to 15.6). Rows lost: 0.
