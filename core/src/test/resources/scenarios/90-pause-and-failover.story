   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    pause for ever
   5.0s  b     paused.hands-off: the operator paused the cluster
   5.0s  c     paused.hands-off
   5.0s  a     paused.keep-lock: a primary that holds the lock keeps it
  10.0s  **    fail over to b while paused
  10.0s  a     [server is being stopped]
  10.0s  a     paused.operator-names-another: the operator names the next leader while everything else rests -> stops its server (fast)
  10.1s  a     [server is down]
  10.1s  a     paused.operator-names-another -> hands the leader key to b
  10.1s  a     paused.hands-off
  10.1s  b     paused.lead-as-named: this member was named and holds the lock -> promotes its server, clears the operator's request
  10.2s  b     [server takes writes on timeline 2]
  10.2s  b     paused.keep-lock -> writes the history
  30.0s  **    resume
  30.0s  **    resumed
  30.0s  b     mine.lead: the lock is ours
  30.0s  a     others.follow: another member leads -> starts as a standby of b
  30.0s  c     others.follow -> follows b
  30.2s  a     [server is a standby]
  60.0s        b leads on timeline 2; standbys: a, c; whole

Without anybody who takes writes: 0.2 s (10.1 to 10.2). Rows lost: 0.
