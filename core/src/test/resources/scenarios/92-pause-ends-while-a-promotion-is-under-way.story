   0.0s        a leads on timeline 1; standbys: b, c; whole
   1.0s  **    promote server of b in 3s
   3.0s  **    freeze guardian of b for 30s
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
  11.0s  **    resume
  11.0s  **    resumed
  11.0s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  11.0s  c     others.follow: another member leads -> follows b
  13.1s  b     [server takes writes on timeline 2]
  13.1s  b     mine.lead: the lock is ours -> writes the history (in vain: dropped)
  13.2s  b     mine.lead -> writes the history (in vain: dropped)
  13.3s  b     mine.lead -> writes the history (in vain: dropped)
  13.3s  b     mine.lead -> writes the history (in vain: dropped)
  13.3s  a     others.follow -> starts as a standby of b
  13.5s  a     [server is a standby]
  33.0s  b     mine.lead -> writes the history
  60.0s        b leads on timeline 2; standbys: a, c; whole
(316 times more: b mine.lead -> writes the history (in vain)

Without anybody who takes writes: 3.1 s (10.1 to 13.1). Rows lost: 0.
