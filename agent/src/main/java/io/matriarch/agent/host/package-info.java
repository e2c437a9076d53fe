/// What the agent needs of the machine it stands on: the boot-time clock, signals, the state directory with its lock and its promise, and the
/// guardian, the small C program (`src/main/c/guardian.c`) that is PostgreSQL's parent and ends it when the permit ends.
///
/// Lives here: FFM, /proc, the guardian's socket and words, how processes are begun and ended.
/// Never: SQL, etcd, a rule of high availability, a path of somebody's machine.
package io.matriarch.agent.host;
