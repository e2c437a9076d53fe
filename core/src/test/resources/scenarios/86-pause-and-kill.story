   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    pause for ever
   5.0s  b     paused.hands-off: the operator paused the cluster
   5.0s  c     paused.hands-off
   5.0s  a     paused.keep-lock: a primary that holds the lock keeps it
  10.0s  **    kill agent of leader for 20s (a)
  19.2s  etcd  the leader key is gone
  30.0s  **    agent of a starts
  30.0s  a     paused.primary-takes-free-lock: the one primary there is may as well hold the lock -> takes the leader key
  30.0s  a     paused.keep-lock
  40.0s  **    resume
  40.0s  **    resumed
  40.0s  b     others.follow: another member leads
  40.0s  c     others.follow
  40.0s  a     mine.lead: the lock is ours
  70.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
