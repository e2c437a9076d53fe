   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    delay 50% of etcd calls of leader by up to 3s for 60s (a)
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  14.0s  a     mine.lead: the lock is ours -> starts its server as primary (in vain: dropped)
  15.6s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  15.7s  a     [server is a standby]
  19.1s  a     mine.lead
  23.5s  a     unreachable.wait: a standby has nothing to lose by waiting
  25.9s  a     [server is being stopped]
  26.0s  a     [server is down]
  28.4s  a     unreachable.serve-reads -> starts as a standby of nobody
  28.6s  a     [server is a standby]
  30.1s  a     unreachable.wait
  33.3s  a     mine.lead -> promotes its server (in vain: dropped)
  34.9s  a     unreachable.wait
  43.6s  a     mine.lead -> promotes its server (in vain: dropped)
  47.3s  a     [server takes writes on timeline 2]
  48.5s  a     mine.lead -> promotes its server
  52.0s  a     mine.lead -> writes the history (in vain: unknown outcome)
  53.6s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  54.1s  a     [server is being stopped]
  54.2s  a     [server is down]
  55.3s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  56.8s  a     unreachable.serve-reads -> starts as a standby of nobody
  57.0s  a     [server is a standby]
  61.7s  a     mine.lead
  66.3s  a     mine.lead -> promotes its server
  66.4s  a     [server takes writes on timeline 3]
  66.4s  a     mine.lead -> writes the history
  90.0s        a leads on timeline 3; standbys: b, c; whole
(3 times more: a unreachable.wait)

Without anybody who takes writes: 37.0 s (10.3 to 47.3), 12.2 s (54.2 to 66.4). Rows lost: 0.
