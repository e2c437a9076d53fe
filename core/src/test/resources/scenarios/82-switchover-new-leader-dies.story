   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    switch over to b
   5.0s  a     [server is being stopped]
   5.0s  a     mine.operator-wants-another: the operator asked for another leader, and one is fit -> stops its server (fast)
   5.1s  a     [server is down]
   5.1s  a     mine.operator-wants-another -> hands the leader key to b
   5.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
   5.1s  c     others.follow: another member leads -> follows b
   5.1s  b     mine.lead: the lock is ours -> promotes its server, clears the operator's request
   5.2s  b     [server takes writes on timeline 2]
   5.2s  b     mine.lead -> writes the history
   5.4s  **    kill node of b for 30s
   5.4s  b     [server is down]
  15.7s  etcd  the leader key is gone
  15.7s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  15.7s  c     free.older-timeline: the cluster has been on a newer timeline than this copy
  15.9s  a     [server is a standby]
  15.9s  a     free.older-timeline
  35.4s  **    agent of b starts
  35.4s  b     free.start-to-compare -> starts as a standby of nobody
  35.5s  b     [server is a standby]
  35.6s  b     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  36.1s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  36.1s  c     mine.lead -> promotes its server
  36.1s  a     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  36.1s  a     others.follow -> follows c
  36.2s  b     others.follow -> follows c
  36.2s  c     [server takes writes on timeline 3]
  36.2s  c     mine.lead -> writes the history
  70.0s        c leads on timeline 3; standbys: a, b; whole

Without anybody who takes writes: 0.2 s (5.1 to 5.2), 30.9 s (5.4 to 36.2). Rows lost: 0.
