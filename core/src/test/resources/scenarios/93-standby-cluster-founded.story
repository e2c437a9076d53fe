   0.0s        a leads as a standby of the remote on timeline 1; standbys: a, b, c
   5.0s  **    kill node of leader for 30s (a)
   5.0s  a     [server is down]
  14.2s  etcd  the leader key is gone
  14.5s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  14.5s  b     free.furthest-races -> takes the leader key (in vain: refused)
  14.5s  b     others.follow: another member leads -> follows c
  14.5s  c     standby.lead: the lock is ours, and this cluster follows the remote: a server that takes no writes, for as long as the configuration says so -> follows the remote cluster
  35.0s  **    agent of a starts
  35.0s  a     others.follow -> starts as a standby of c
  35.2s  a     [server is a standby]
  60.0s        c leads as a standby of the remote on timeline 1; standbys: a, b, c

Without anybody who takes writes: from 0.0 s to the end. Rows lost: 0.
