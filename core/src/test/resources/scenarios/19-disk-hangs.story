   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    hang disk of a for 120s
  15.8s  a     mine.silent-too-long: the server has taken no connection for a whole ttl: it is killed and started anew -> stops its server (kill)
  15.9s  a     [server is being stopped]
  66.0s  a     always.disk-hangs: a job here waits for a disk that has taken no write for too long, and another member could lead: the lock is not renewed
  70.5s  etcd  the leader key is gone
  70.5s  a     always.disk-hangs -> deletes the leader key of a former term
  70.8s  c     free.last-leader-may-live: the lock is gone but not released: the last leader's permit may still run
  70.8s  b     free.last-leader-may-live
  75.2s  c     free.furthest-races: nobody who answers has more WAL -> takes the leader key
  75.2s  b     free.furthest-races -> takes the leader key (in vain: refused)
  75.2s  c     mine.lead: the lock is ours -> promotes its server
  75.2s  b     others.follow: another member leads -> follows c
  75.3s  c     [server takes writes on timeline 2]
  75.3s  c     mine.lead -> writes the history
  75.8s  a     others.primary-without-lock: another member leads: nothing may be written here -> stops its server (immediate)
 125.0s  a     [server is down]
 125.0s  a     others.diverged: the copy holds WAL that is not in the leader's history -> rewinds to c and starts as a standby of c
 125.7s  a     [server is down]
 125.9s  a     [server is a standby]
 125.9s  a     others.follow
 180.0s        c leads on timeline 2; standbys: a, b; whole

Without anybody who takes writes: 70.3 s (5.0 to 75.3). Rows lost: 0.
