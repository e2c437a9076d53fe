   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    hang loop of agent of leader (a)
  10.3s  a     [server is being stopped]
  10.3s  a     [server is down]
  15.2s  etcd  the leader key is gone
  15.5s  b     free.furthest-races: nobody who answers has more WAL -> takes the leader key (in vain: refused)
  15.5s  c     free.furthest-races -> takes the leader key
  15.5s  c     mine.lead: the lock is ours -> promotes its server
  15.5s  b     others.follow: another member leads -> follows c
  15.6s  c     [server takes writes on timeline 2]
  15.6s  c     mine.lead -> writes the history
  30.0s        c leads on timeline 2; standbys: b; down: a

Without anybody who takes writes: 5.2 s (10.3 to 15.6). Rows lost: 0.
