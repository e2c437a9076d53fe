/// WAL that a node wrote and the cluster does not have: which it is, where it ends, what is in it, and what was saved of it.
///
/// Lives here: timelines as chains, the files of a `pg_wal`, the description beside saved segments, what `pg_waldump` prints.
/// Never: SQL, a change of a data directory, a password (the WAL itself holds what the tables hold: it is as secret as they are).
package io.matriarch.agent.fork;
