   0.0s        a leads on timeline 1; standbys: b, c; whole
   2.0s  **    kill node of a for 20s
   2.0s  a     [server is down]
  12.2s  etcd  the leader key is gone
  12.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  12.5s  c     free.furthest-races -> takes the leader key (in vain: refused)
  12.5s  b     mine.lead: the lock is ours -> promotes its server
  12.5s  c     others.follow: another member leads -> follows b
  12.6s  b     [server takes writes on timeline 2]
  12.6s  b     mine.lead -> writes the history
  22.0s  **    agent of a starts
  22.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  22.7s  a     [server is down]
  22.9s  a     [server is a standby]
  22.9s  a     others.follow
  40.0s  **    demote cluster
  40.0s  b     [server is being stopped]
  40.0s  b     standby.steps-down: the cluster follows another one now: nothing is written here any more -> stops its server (fast)
  40.1s  b     [server is down]
  40.1s  a     [server is being stopped]
  40.1s  c     [server is being stopped]
  40.1s  a     others.diverged -> stops its server (fast) and rewinds to the remote cluster and starts as a standby of b
  40.1s  c     others.diverged -> stops its server (fast) and rewinds to the remote cluster and starts as a standby of b
  40.1s  b     standby.retires-claim: the timeline number that this member was given may have been made here: nobody may make it any more, or a promotion later would make it again for another history -> gives up the right to make timeline 2
  40.1s  b     standby.diverged: the copy holds WAL that is not in the remote's history -> rewinds to the remote cluster and starts as a standby of the remote cluster
  40.1s  a     [server is down]
  40.1s  c     [server is down]
  40.8s  b     [server is down]
  40.8s  c     [server is down]
  41.0s  b     [server is a standby]
  41.0s  b     standby.lead: the lock is ours, and this cluster follows the remote: a server that takes no writes, for as long as the configuration says so -> writes the history
  41.1s  a     [server is a standby]
  41.1s  c     [server is a standby]
  41.1s  a     others.follow
  41.1s  c     others.follow
  80.0s  **    promote cluster
  80.0s  b     mine.lead
  80.0s  b     mine.lead -> promotes its server
  80.1s  b     [server takes writes on timeline 4]
  80.1s  b     mine.lead -> writes the history
 100.0s        b leads on timeline 4; standbys: a, c; whole
(1 times more: a [server is down])

Without anybody who takes writes: 10.6 s (2.0 to 12.6), 40.1 s (40.1 to 80.1). Rows lost: 1.
