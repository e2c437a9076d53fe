   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    hang server of leader (a)
  15.8s  a     mine.silent-too-long: the server has taken no connection for a whole ttl: it is killed and started anew -> stops its server (kill)
  15.9s  a     [server is down]
  15.9s  a     mine.lead: the lock is ours -> starts its server as primary
  16.0s  a     [server takes writes on timeline 1]
  30.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: 11.0 s (5.0 to 16.0). Rows lost: 0.
