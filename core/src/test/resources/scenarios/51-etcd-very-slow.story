   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  11.4s  a     [server is being stopped]
  11.5s  a     [server is down]
  14.4s  a     [server takes writes on timeline 1]
  15.7s  a     mine.lead: the lock is ours -> starts its server as primary
  21.7s  a     [server is being stopped]
  21.8s  a     [server is down]
  21.9s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  23.4s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  23.5s  a     [server is a standby]
  25.0s  a     unreachable.wait: a standby has nothing to lose by waiting
  28.6s  a     mine.lead
  28.7s  a     mine.lead -> promotes its server
  28.8s  a     [server takes writes on timeline 2]
  30.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  34.2s  a     [server is being stopped]
  34.2s  a     [server is down]
  38.2s  a     mine.lead
  39.7s  a     unreachable.serve-reads -> starts as a standby of nobody
  39.9s  a     [server is a standby]
  41.4s  a     unreachable.wait
  44.9s  a     mine.lead
  54.9s  a     mine.lead -> promotes its server (in vain: dropped)
  58.1s  a     mine.lead -> promotes its server (in vain: dropped)
  59.6s  a     unreachable.serve-reads -> starts as a standby of nobody
  59.7s  a     [server is a standby]
  61.2s  a     unreachable.wait
  64.5s  a     mine.lead -> promotes its server (in vain: dropped)
  66.3s  a     mine.lead -> promotes its server
  66.4s  a     [server takes writes on timeline 3]
  66.4s  a     mine.lead -> writes the history
  90.0s        a leads on timeline 3; standbys: b, c; whole
(1 times more: a [server is being stopped])
(1 times more: a [server is down])
(1 times more: a unreachable.wait)

Without anybody who takes writes: 2.9 s (11.5 to 14.4), 7.0 s (21.8 to 28.8), 32.2 s (34.2 to 66.4). Rows lost: 0.
