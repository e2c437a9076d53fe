   0.0s        a leads as a standby of the remote on timeline 1; standbys: a, b, c
   5.0s  **    fail over remote without 0 rows
   5.2s  a     standby.lead: the lock is ours, and this cluster follows the remote: a server that takes no writes, for as long as the configuration says so -> writes the history
  20.0s  **    promote cluster
  20.0s  a     mine.lead: the lock is ours
  20.0s  a     mine.lead -> promotes its server
  20.1s  a     [server takes writes on timeline 3]
  20.1s  a     mine.lead -> writes the history
  40.0s  **    kill node of a for 30s
  40.0s  a     [server is down]
  49.2s  etcd  the leader key is gone
  49.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  49.5s  c     free.furthest-races -> takes the leader key (in vain: refused)
  49.5s  b     mine.lead -> promotes its server
  49.5s  c     others.follow: another member leads -> follows b
  49.6s  b     [server takes writes on timeline 4]
  49.6s  b     mine.lead -> writes the history
  70.0s  **    agent of a starts
  70.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  70.7s  a     [server is down]
  70.9s  a     [server is a standby]
  70.9s  a     others.follow
  90.0s        b leads on timeline 4; standbys: a, c; whole

Without anybody who takes writes: 20.1 s (0.0 to 20.1), 9.6 s (40.0 to 49.6). Rows lost: 0.
