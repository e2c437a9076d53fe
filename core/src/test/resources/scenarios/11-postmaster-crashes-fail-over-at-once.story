   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    crash postmaster of leader (a)
   5.0s  a     [server is down]
   5.0s  a     mine.crash-fails-over: primary_start_timeout is zero and another member is fit to lead at once -> hands the leader key to b
   5.0s  b     mine.lead: the lock is ours -> promotes its server
   5.0s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
   5.0s  c     others.follow: another member leads -> follows b
   5.1s  b     [server takes writes on timeline 2]
   5.1s  b     mine.lead -> writes the history
   5.3s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to b and starts as a standby of b
   6.0s  a     [server is down]
   6.2s  a     [server is a standby]
   6.2s  a     others.follow
  20.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.1 s (5.0 to 5.1). Rows lost: 0.
