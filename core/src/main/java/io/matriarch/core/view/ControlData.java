package io.matriarch.core.view;

/// What pg_controldata says of a data directory, of a server that is not running or takes no connections yet.
///
/// `end` is where its valid WAL is known to end: the shutdown checkpoint after a clean stop, else the least recovery end.
/// `cleanly` is true when the server was shut down and nothing needs replay.
/// `standby` is true when `standby.signal` is there, and when the server died in its promotion: then the file is gone, and started without it
/// PostgreSQL would be a primary of the old timeline.
public record ControlData(SystemId systemId, Timeline timeline, WalPosition end, boolean cleanly, boolean standby, String state) {
    /// It could not be read.
    public static final ControlData UNKNOWN = new ControlData(new SystemId(""), Timeline.UNKNOWN, WalPosition.ZERO, false, false, "");

    public boolean known() {
        return !equals(UNKNOWN);
    }
}
