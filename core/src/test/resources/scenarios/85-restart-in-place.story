   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    restart server of leader (a)
   5.0s  a     [server is being stopped]
   5.0s  a     mine.operator-restart: the operator asked to restart this server -> restarts its server
   5.1s  a     [server is down]
   5.2s  a     [server takes writes on timeline 1]
   5.2s  a     mine.lead: the lock is ours -> answers the operator: done, restarted successfully
  20.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: 0.1 s (5.1 to 5.2). Rows lost: 0.
