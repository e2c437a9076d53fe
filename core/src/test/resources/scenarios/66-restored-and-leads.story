   0.0s        a leads on timeline 1; standbys: b; whole
   4.0s  **    kill node of b for 15s
   4.0s  b     [server is down]
   4.0s  **    lose data of b
   8.0s  **    shut down agent of a for 60s
   9.0s  a     [server is being stopped]
   9.0s  a     leaving.stop-first: the server ends before its agent, so that it is never without one -> stops its server (fast)
   9.1s  a     [server is down]
  10.0s  **    back up a
  11.1s  etcd  the leader key is gone
  11.1s  a     leaving.hand-over: the server is down and the next leader need not wait for the lease -> lets the leader key go
  11.1s  a     leaving.gone: nothing of this node is left to look after -> ends its agent with 0
  19.0s  **    agent of b starts
  19.0s  b     free.wait-for-a-leader: there is no usable data here and nobody to copy from
  39.1s  b     free.restore: there is no usable data here, nobody has led for longer than an election takes, and a method of the operator's makes a copy without a leader -> restores a backup and starts as a standby of nobody
  39.8s  b     [server is down]
  40.0s  b     [server is a standby]
  40.0s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  40.0s  b     mine.lead: the lock is ours -> promotes its server
  40.1s  b     [server takes writes on timeline 2]
  40.1s  b     mine.lead -> writes the history
  68.0s  **    agent of a starts
  68.0s  a     others.follow: another member leads -> starts as a standby of b
  68.2s  a     [server is a standby]
  80.0s        b leads on timeline 2; standbys: a; whole

Without anybody who takes writes: 31.1 s (9.1 to 40.1). Rows lost: 0.
