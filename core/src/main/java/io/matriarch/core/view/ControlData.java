package io.matriarch.core.view;

/// What pg_controldata says of a data directory whose server is not running.
///
/// `end` is where its valid WAL is known to end: the shutdown checkpoint after a clean stop, else the least recovery end.
/// `cleanly` is true when the server was shut down and nothing needs replay.
/// `standby` is true when `standby.signal` is there: the role lives in that file alone.
public record ControlData(SystemId systemId, Timeline timeline, WalPosition end, boolean cleanly, boolean standby, String state) {}
