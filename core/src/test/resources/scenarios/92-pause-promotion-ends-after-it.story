   0.0s        a leads on timeline 1; standbys: b; whole
   1.0s  **    promote server of b in 12s
  20.0s  **    pause for ever
  20.0s  b     paused.hands-off: the operator paused the cluster
  20.0s  a     paused.keep-lock: a primary that holds the lock keeps it
  22.0s  **    fail over to b while paused
  22.0s  a     [server is being stopped]
  22.0s  a     paused.operator-names-another: the operator names the next leader while everything else rests -> stops its server (fast)
  22.1s  a     [server is down]
  22.1s  a     paused.operator-names-another -> hands the leader key to b
  22.1s  a     paused.hands-off
  22.1s  b     paused.lead-as-named: this member was named and holds the lock -> promotes its server, clears the operator's request
  24.0s  **    lose what b sends to etcd for 16s
  24.1s  **    resume
  24.1s  **    resumed
  24.1s  a     others.leader-not-asked: a former primary waits to hear whether it can follow
  26.0s  **    delete leader key
  26.0s  etcd  the leader key is gone
  26.0s  a     free.start-to-compare: only a running standby can say how far its WAL reaches -> starts as a standby of nobody
  26.2s  a     [server is a standby]
  26.4s  a     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  30.0s  a     free.last-leader-unguarded: the last leader led through a pause, nobody ends its server, and it does not answer as a running standby
  34.1s  b     [server takes writes on timeline 2]
  34.8s  b     unreachable.paused: the operator took our hands off, and nobody says otherwise
  40.0s  **    b is joined again
  40.3s  b     free.led-here-unguarded: this primary led through a pause and nobody has led since -> takes the leader key
  40.3s  a     others.follow: another member leads -> follows b
  40.3s  b     mine.lead: the lock is ours -> writes the history
  60.0s        b leads on timeline 2; standbys: a; whole

Without anybody who takes writes: 12.1 s (22.1 to 34.1). Rows lost: 0.
