   0.0s        a leads as a standby of the remote on timeline 1; standbys: a, b, c
   5.0s  **    fail over remote without 0 rows
   5.2s  a     standby.lead: the lock is ours, and this cluster follows the remote: a server that takes no writes, for as long as the configuration says so -> writes the history
  20.0s  **    fail over remote without 10 rows
  20.2s  a     [server is being stopped]
  20.2s  a     standby.diverged: the copy holds WAL that is not in the remote's history -> stops its server (fast) and rewinds to the remote cluster and starts as a standby of the remote cluster
  20.3s  a     [server is down]
  21.0s  a     [server is down]
  21.2s  a     [server is a standby]
  21.2s  a     standby.lead -> writes the history
  21.4s  c     [server is being stopped]
  21.4s  b     [server is being stopped]
  21.4s  c     others.diverged: the copy holds WAL that is not in the leader's history -> stops its server (fast) and rewinds to the remote cluster and starts as a standby of a
  21.4s  b     others.diverged -> stops its server (fast) and rewinds to the remote cluster and starts as a standby of a
  21.4s  c     [server is down]
  21.5s  b     [server is down]
  22.1s  c     [server is down]
  22.2s  b     [server is down]
  22.3s  c     [server is a standby]
  22.3s  b     [server is a standby]
  22.3s  c     others.follow: another member leads
  22.3s  b     others.follow
  55.0s  **    switch over to c
  55.0s  a     [server is being stopped]
  55.0s  a     standby.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
  55.1s  a     [server is down]
  55.1s  a     standby.operator-wants-another -> hands the leader key to c
  55.1s  a     others.follow -> starts as a standby of c
  55.1s  b     others.follow -> follows c
  55.1s  c     standby.lead -> follows the remote cluster, clears the operator's request
  55.3s  a     [server is a standby]
  75.0s        c leads as a standby of the remote on timeline 3; standbys: a, b, c

Without anybody who takes writes: from 0.0 s to the end. Rows lost: 0.
