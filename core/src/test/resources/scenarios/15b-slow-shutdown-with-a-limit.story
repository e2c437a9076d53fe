   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    stop server of a in 300s
   5.0s  **    switch over to b
   5.0s  a     [server is being stopped]
   5.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast, within 5s)
  10.0s  a     [server is down]
  10.0s  a     mine.operator-wants-another -> hands the leader key to b
  10.0s  a     others.leader-not-asked: a former primary waits to hear whether it can follow -> promises term 2 to b
  10.0s  c     others.follow: another member leads -> promises term 2 to b
  10.1s  b     mine.waits-for-promises: the former primary may still find enough voters that confirm a commit -> promises term 2 to b
  10.1s  c     others.follow -> follows nobody
  10.1s  b     mine.waits-for-promises -> follows nobody
  10.1s  b     mine.lead: the lock is ours -> promotes its server
  10.2s  b     [server takes writes on timeline 2]
  10.2s  a     others.diverged: the copy holds WAL that is not in the leader's history
  10.3s  b     mine.lead -> writes who may hold every commit, writes the history
  10.3s  a     others.diverged -> rewinds to b and starts as a standby of b
  10.3s  c     others.follow -> follows b
  10.3s  b     mine.lead -> writes who may hold every commit, clears the operator's request
  10.3s  b     mine.lead -> lets commits wait for ANY 1 (c)
  11.2s  a     [server is down]
  11.3s  a     [server is a standby]
  11.3s  a     others.follow -> lets commits wait for __patroni_strict_sync_replica_placeholder__
  13.1s  b     mine.lead -> lets commits wait for ANY 1 (a,c)
  16.1s  b     mine.lead -> writes who may hold every commit
  40.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (10.0 to 10.2). Rows lost: 0.
