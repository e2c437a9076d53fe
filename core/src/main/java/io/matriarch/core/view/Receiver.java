package io.matriarch.core.view;

/// What one look saw of a standby's WAL receiver.
public enum Receiver {
    RUNNING,
    /// None is to be seen, but one may come back by itself: `primary_conninfo` names somebody, or the startup process may not have read yet that it no
    /// longer does. (A receiver that is just being started is not in pg_stat_wal_receiver.)
    ABSENT,
    /// None, and none can come before `primary_conninfo` is written again.
    GONE,
    UNKNOWN
}
