   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill node of b for 30s
   5.0s  b     [server is down]
   6.4s  c     others.cascade-unfit: the standby that the tag replicatefrom names is not fit to be received from, so the leader is followed -> follows a
  35.0s  **    agent of b starts
  35.0s  b     others.follow: another member leads -> starts as a standby of a
  35.2s  b     [server is a standby]
  39.8s  c     others.cascade: the tag replicatefrom names a standby that receives on the leader's timeline -> follows b
  60.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
