   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    stop etcd for 30s with an election of 0.5s
   7.3s  a     unreachable.failsafe: every member that the failsafe key names is asked to confirm this primary before its permit ends
   7.3s  c     unreachable.wait: a standby has nothing to lose by waiting
   7.3s  b     unreachable.wait
  12.0s  **    kill node of c for 10s
  12.0s  c     [server is down]
  16.3s  a     [server is being stopped]
  16.3s  a     [server is down]
  18.6s  a     unreachable.serve-reads: a standby of nobody answers reads and is quick to be promoted when the DCS is back -> starts as a standby of nobody
  18.7s  a     [server is a standby]
  20.2s  a     unreachable.wait
  22.0s  **    agent of c starts
  23.5s  c     unreachable.serve-reads -> starts as a standby of nobody
  23.6s  c     [server is a standby]
  25.2s  c     unreachable.wait
  35.0s  **    etcd is back
  35.5s  b     others.follow: another member leads
  35.9s  c     others.follow -> follows a
  36.2s  a     mine.lead: the lock is ours
  36.2s  a     mine.lead -> promotes its server
  36.3s  a     [server takes writes on timeline 2]
  36.3s  a     mine.lead -> writes the history
  60.0s        a leads on timeline 2; standbys: b, c; whole

Without anybody who takes writes: 20.0 s (16.3 to 36.3). Rows lost: 0.
