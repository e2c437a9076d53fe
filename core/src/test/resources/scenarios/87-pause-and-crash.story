   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    pause for ever
   5.0s  b     paused.hands-off: the operator paused the cluster
   5.0s  c     paused.hands-off
   5.0s  a     paused.keep-lock: a primary that holds the lock keeps it
  10.0s  **    crash postmaster of leader (a)
  10.0s  a     [server is down]
  10.0s  etcd  the leader key is gone
  10.0s  a     paused.lock-without-server: the lock is no use to a server that is down -> lets the leader key go
  10.0s  a     paused.hands-off
  40.0s  **    resume
  40.0s  **    resumed
  40.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  40.0s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  40.0s  b     mine.lead: the lock is ours -> promotes its server
  40.0s  c     free.primary-answers: a primary still answers, or one with a permit to be; it takes the lock back or stops
  40.1s  c     others.follow: another member leads -> follows b
  40.1s  b     [server takes writes on timeline 2]
  40.2s  a     [server is a standby]
  40.2s  b     mine.lead -> writes the history
  40.2s  a     others.follow -> follows b
  80.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 30.1 s (10.0 to 40.1). Rows lost: 0.
