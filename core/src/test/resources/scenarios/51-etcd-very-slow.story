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
  27.1s  a     mine.lead -> promotes its server (in vain: dropped: an action before it failed)
  28.7s  a     unreachable.wait
  29.0s  a     mine.lead -> promotes its server
  29.1s  a     [server takes writes on timeline 2]
  30.6s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  33.8s  a     mine.lead -> writes the history (in vain: dropped: an action before it failed)
  34.5s  a     [server is being stopped]
  34.5s  a     [server is down]
  35.3s  a     unreachable.permit-ended -> stops its server (fast)
  39.6s  a     mine.lead -> starts its server as primary (in vain: dropped: an action before it failed)
  41.1s  a     unreachable.serve-reads -> starts as a standby of nobody
  41.3s  a     [server is a standby]
  44.0s  a     [server takes writes on timeline 3]
  45.4s  a     mine.lead -> promotes its server
  46.9s  a     unreachable.primary-on-permit
  50.0s  a     mine.lead -> writes the history (in vain: dropped: an action before it failed)
  51.3s  a     [server takes writes on timeline 3]
  52.6s  a     mine.lead -> starts its server as primary
  57.7s  a     mine.lead -> writes the history
  59.2s  a     unreachable.primary-on-permit
  60.8s  a     unreachable.serve-reads -> starts as a standby of nobody
  61.0s  a     [server is a standby]
  62.5s  a     unreachable.wait
  66.0s  a     mine.lead -> promotes its server (in vain: dropped: an action before it failed)
  66.0s  a     mine.lead -> promotes its server
  66.1s  a     [server takes writes on timeline 4]
  66.2s  a     mine.lead -> writes the history
  90.0s        a leads on timeline 4; standbys: b, c; whole
(2 times more: a [server is being stopped])
(2 times more: a [server is down])

Without anybody who takes writes: 2.9 s (11.5 to 14.4), 7.3 s (21.8 to 29.1), 9.4 s (34.5 to 44.0), 3.4 s (47.9 to 51.3), 6.8 s (59.3 to 66.1). Rows lost: 0.
