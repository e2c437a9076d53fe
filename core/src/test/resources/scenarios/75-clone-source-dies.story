   0.0s        a leads on timeline 1; standbys: b, c; whole
   4.0s  **    copy to c in 6s
   5.0s  **    reinitialize c
   5.0s  c     others.clone: there is no usable data here -> stops its server (immediate) and clones a and starts as a standby of a, answers the operator: done, reinitialize started
   5.1s  c     [server is down]
   8.0s  **    kill node of leader for 40s (a)
   8.0s  a     [server is down]
   8.0s  c     others.job-pauses: the last job failed a moment ago
  11.1s  c     others.follow: another member leads -> starts as a standby of a
  11.3s  c     [server is a standby]
  18.2s  etcd  the leader key is gone
  18.5s  c     free.another-is-ahead: another member has more WAL
  18.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  18.5s  b     mine.lead: the lock is ours -> promotes its server
  18.5s  c     others.follow -> follows b
  18.6s  b     [server takes writes on timeline 2]
  18.6s  b     mine.lead -> writes the history
  48.0s  **    agent of a starts
  48.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
  48.7s  a     [server is down]
  48.9s  a     [server is a standby]
  48.9s  a     others.follow
  90.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 10.6 s (8.0 to 18.6). Rows lost: 0.
