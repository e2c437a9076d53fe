package io.matriarch.agent.postgres;

import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.util.HashMap;
import java.util.Map;

/// What `pg_controldata` printed under LC_ALL=C. Tolerant: a line that a version does not have reads as nothing.
/// `whole`: its checksum is right; one that is being written may be read in half.
record ControlFile(Map<String, String> lines, boolean whole) {
    /// Some versions say it with "WARNING:", others with "pg_controldata: warning:".
    private static final String TORN = "CRC checksum does not match";
    private static final Map<String, String> SETTINGS = Map.of("max_connections", "max_connections setting", "max_worker_processes", "max_worker_processes setting",
            "max_wal_senders", "max_wal_senders setting", "max_prepared_transactions", "max_prepared_xacts setting",
            "max_locks_per_transaction", "max_locks_per_xact setting");

    static ControlFile parse(String output) {
        var lines = new HashMap<String, String>();
        output.lines().filter(line -> line.contains(":")).forEach(line -> lines.put(line.substring(0, line.indexOf(':')).strip(), line.substring(line.indexOf(':') + 1).strip()));
        return new ControlFile(Map.copyOf(lines), !output.contains(TORN));
    }

    /// Whether this is a control file at all, and whole.
    boolean readable() {
        return whole && lines.containsKey("Database system identifier") && lines.containsKey("Database cluster state");
    }

    String state() {
        return lines.getOrDefault("Database cluster state", "");
    }

    boolean cleanly() {
        return state().equals("shut down") || state().equals("shut down in recovery");
    }

    boolean checksums() {
        return !lines.getOrDefault("Data page checksum version", "0").equals("0");
    }

    /// Whether the server that wrote this directory last logged its changes of hint bits.
    boolean hintsLogged() {
        return lines.getOrDefault("wal_log_hints setting", "off").equals("on");
    }

    WalPosition checkpoint() {
        return position("Latest checkpoint location");
    }

    /// A promotion is in the least recovery end before the first checkpoint on the new timeline; PostgreSQL begins with the later of both, too.
    Timeline timeline() {
        return new Timeline(Math.max(number("Latest checkpoint's TimeLineID"), number("Min recovery ending loc's timeline")));
    }

    /// The parameters of the server that wrote this directory's WAL.
    Map<String, Integer> settings() {
        var settings = new HashMap<String, Integer>();
        SETTINGS.forEach((name, line) -> settings.put(name, number(line)));
        return settings;
    }

    /// A server that died in its promotion has no standby.signal any more; started as it is, it would be a primary of its old timeline.
    /// Where its valid WAL is known to end: where the shutdown checkpoint begins after a clean stop as a primary, else the least recovery end.
    ControlData view(boolean standby) {
        var least = position("Minimum recovery ending location");
        var end = state().equals("shut down") ? checkpoint() : inRecovery() && least.known() ? least : WalPosition.later(least, checkpoint());
        return new ControlData(new SystemId(lines.getOrDefault("Database system identifier", "")), timeline(), end, cleanly(), standby || inRecovery(), state());
    }

    /// As a standby: crash recovery is a primary's.
    boolean inRecovery() {
        return state().contains("recovery") && !state().equals("in crash recovery");
    }

    private WalPosition position(String line) {
        var text = lines.getOrDefault(line, "0/0");
        return text.matches("[0-9A-Fa-f]+/[0-9A-Fa-f]+") ? WalPosition.parse(text) : WalPosition.ZERO;
    }

    private int number(String line) {
        var text = lines.getOrDefault(line, "0");
        return text.matches("\\d{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE ? (int) Long.parseLong(text) : 0;
    }
}
