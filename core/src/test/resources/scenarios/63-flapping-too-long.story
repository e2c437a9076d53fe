   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    flap leader from everyone with 7s down and 2s up for 40s (a)
   7.3s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  10.8s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  12.0s  **    a is joined again
  12.3s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  12.4s  a     [server is a standby]
  12.4s  a     mine.lead: the lock is ours
  12.5s  a     mine.lead -> promotes its server
  12.6s  a     [server takes writes on timeline 2]
  12.6s  a     mine.lead -> writes the history
  15.9s  a     unreachable.primary-on-permit
  18.9s  a     [server is being stopped]
  19.0s  a     [server is down]
  19.4s  a     unreachable.permit-ended -> stops its server (fast)
  20.9s  a     unreachable.serve-reads -> starts as a standby of nobody
  21.0s  **    a is joined again
  21.1s  a     [server is a standby]
  21.1s  a     mine.lead
  21.1s  a     mine.lead -> promotes its server
  21.2s  a     [server takes writes on timeline 3]
  21.2s  a     mine.lead -> writes the history
  24.6s  a     unreachable.primary-on-permit
  27.6s  a     [server is being stopped]
  27.6s  a     [server is down]
  28.1s  a     unreachable.permit-ended -> stops its server (fast)
  29.6s  a     unreachable.serve-reads -> starts as a standby of nobody
  29.7s  a     [server is a standby]
  30.0s  **    a is joined again
  31.2s  a     unreachable.wait: a standby has nothing to lose by waiting
  31.5s  a     mine.lead
  31.5s  a     mine.lead -> promotes its server
  31.6s  a     [server takes writes on timeline 4]
  31.6s  a     mine.lead -> writes the history
  37.5s  a     unreachable.permit-ended -> stops its server (fast)
  39.0s  a     unreachable.serve-reads -> starts as a standby of nobody
  39.3s  a     [server takes writes on timeline 5]
  49.3s  a     unreachable.wait
  49.7s  a     [server takes writes on timeline 6]
 110.0s        a leads on timeline 6; standbys: b, c; whole
(2 times more: a unreachable.primary-on-permit)
(2 times more: a [server is being stopped])
(2 times more: a [server is down])
(2 times more: ** a is joined again)
(2 times more: a [server is a standby])
(2 times more: a mine.lead)
(2 times more: a mine.lead -> promotes its server)
(2 times more: a mine.lead -> writes the history)
(1 times more: a unreachable.permit-ended -> stops its server (fast))
(1 times more: a unreachable.serve-reads -> starts as a standby of nobody)

Without anybody who takes writes: 2.2 s (10.3 to 12.6), 2.2 s (19.0 to 21.2), 4.0 s (27.6 to 31.6), 2.2 s (37.0 to 39.3), 4.0 s (45.7 to 49.7). Rows lost: 0.
