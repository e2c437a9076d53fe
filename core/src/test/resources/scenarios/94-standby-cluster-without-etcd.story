   0.0s        a leads as a standby of the remote on timeline 1; standbys: a, b, c
   5.0s  **    stop etcd for 60s with an election of 1s
   6.7s  a     unreachable.wait: a standby has nothing to lose by waiting
   7.3s  c     unreachable.wait
   7.3s  b     unreachable.wait
  65.0s  **    etcd is back
  65.2s  c     others.follow: another member leads
  65.2s  b     others.follow
  66.3s  a     standby.lead: the lock is ours, and this cluster follows the remote: a server that takes no writes, for as long as the configuration says so
  90.0s  **    kill agent of a for 40s
  99.7s  etcd  the leader key is gone
 100.0s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key (in vain: refused)
 100.0s  b     free.furthest-races -> takes the leader key
 100.0s  b     standby.lead -> follows the remote cluster
 100.0s  c     others.follow -> follows b
 130.0s  **    agent of a starts
 130.0s  a     others.follow -> follows b
 150.0s        b leads as a standby of the remote on timeline 1; standbys: a, b, c

Without anybody who takes writes: from 0.0 s to the end. Rows lost: 0.
