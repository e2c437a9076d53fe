   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill agent of leader for 2s (a)
   7.0s  **    agent of a starts
   7.0s  a     mine.former-self: the lock hangs on the lease of an earlier process of this agent and is taken over first -> takes over its own leader key
   7.0s  a     mine.lead: the lock is ours
  40.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
