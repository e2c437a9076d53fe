   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  14.0s  a     mine.lead: the lock is ours -> starts its server as primary (in vain: dropped)
  15.6s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  15.7s  a     [server is a standby]
  19.1s  a     mine.lead
  25.9s  a     [server is being stopped]
  26.0s  a     [server is down]
  26.7s  a     mine.lead -> promotes its server (in vain: dropped)
  28.2s  a     unreachable.serve-reads -> starts as a standby of nobody
  28.4s  a     [server is a standby]
  31.4s  a     mine.lead -> promotes its server (in vain: dropped)
  32.9s  a     unreachable.wait: a standby has nothing to lose by waiting
  33.4s  a     mine.lead -> promotes its server
  33.5s  a     [server takes writes on timeline 2]
  35.0s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  38.7s  a     [server is being stopped]
  38.7s  a     [server is down]
  40.2s  a     unreachable.serve-reads -> starts as a standby of nobody
  40.4s  a     [server is a standby]
  44.6s  a     mine.lead
  51.9s  a     mine.lead -> promotes its server (in vain: dropped)
  53.4s  a     unreachable.serve-reads -> starts as a standby of nobody
  55.0s  a     unreachable.wait
  66.2s  a     mine.lead -> promotes its server
  66.3s  a     [server takes writes on timeline 3]
  66.4s  a     mine.lead -> writes the history
  90.0s        a leads on timeline 3; standbys: b, c; whole
(1 times more: a [server is being stopped])
(1 times more: a [server is down])
(1 times more: a [server is a standby])
(3 times more: a mine.lead -> promotes its server (in vain)

Without anybody who takes writes: 23.2 s (10.3 to 33.5), 27.6 s (38.7 to 66.3). Rows lost: 0.
