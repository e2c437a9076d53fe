   0.0s        a leads on timeline 1; standbys: b, c; whole
   5.0s  **    kill agent of everybody for 3s
   8.0s  **    agent of a starts
   8.0s  **    agent of b starts
   8.0s  **    agent of c starts
   8.0s  a     mine.former-self: the lock hangs on the lease of an earlier process of this agent and is taken over first -> takes over its own leader key
   8.0s  a     mine.lead: the lock is ours
  40.0s        a leads on timeline 1; standbys: b, c; whole

Without anybody who takes writes: never. Rows lost: 0.
