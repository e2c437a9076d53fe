   0.0s        a leads on timeline 1; whole
   5.0s  **    crash postmaster of a
   5.0s  a     [server is down]
   5.0s  a     mine.lead: the lock is ours -> starts its server as primary
   5.2s  a     [server takes writes on timeline 1]
  15.0s  **    kill agent of a for 3s
  18.0s  **    agent of a starts
  18.0s  a     mine.former-self: the lock hangs on the lease of an earlier process of this agent and is taken over first -> takes over its own leader key
  18.0s  a     mine.lead
  40.0s  **    cut a from etcd for 20s
  41.6s  a     unreachable.primary-on-permit: the permit has not ended: nobody else can be primary yet
  44.5s  a     [server is being stopped]
  44.6s  a     [server is down]
  45.0s  a     unreachable.permit-ended: another member may be promoted from now on -> stops its server (fast)
  46.5s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  46.7s  a     [server is a standby]
  48.2s  a     unreachable.wait: a standby has nothing to lose by waiting
  49.3s  etcd  the leader key is gone
  60.0s  **    a is joined again
  60.7s  a     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  60.7s  a     mine.lead -> promotes its server
  60.8s  a     [server takes writes on timeline 2]
  60.8s  a     mine.lead -> writes the history
  80.0s        a leads on timeline 2; whole

Without anybody who takes writes: 0.2 s (5.0 to 5.2), 16.2 s (44.6 to 60.8). Rows lost: 0.
