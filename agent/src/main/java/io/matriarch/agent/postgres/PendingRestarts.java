package io.matriarch.agent.postgres;

import io.matriarch.core.view.RestartReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits for a restart of the server: a parameter of the command line that is not as it should be now, and what PostgreSQL found in its files that a
/// reload could not apply, whoever wrote it there. Used by the thread `postgres-observer` alone.
///
/// Not that a line is gone whose value was the default (that of wal_buffers is reckoned as PostgreSQL does), nor what only recovery reads on a primary: PostgreSQL calls both pending, and a restart changes neither.
final class PendingRestarts {
    private static final Logger LOG = LoggerFactory.getLogger(PendingRestarts.class);
    private static final String NOT_ALLOWED = "42501";
    private static final String SQL = """
            SELECT s.name, current_setting(s.name) AS running,
                coalesce(f.setting, CASE WHEN s.unit ~ '^[0-9]' THEN s.boot_val::bigint * substring(s.unit FROM '^[0-9]+')::bigint || substring(s.unit FROM '[A-Za-z]+$')
                    ELSE s.boot_val || coalesce(s.unit, '') END, '') AS configured
            FROM pg_settings s LEFT JOIN LATERAL (SELECT setting FROM pg_file_settings WHERE lower(name) = lower(s.name) ORDER BY seqno DESC LIMIT 1) f ON true
            WHERE s.pending_restart AND s.name NOT LIKE 'recovery\\_target%' AND NOT (pg_is_in_recovery() IS FALSE AND s.name = ANY (?))
                AND NOT (f.setting IS NULL AND s.setting IS NOT DISTINCT FROM CASE s.name WHEN 'wal_buffers' THEN (SELECT greatest(8, least(b.setting::bigint / 32,
                    pg_size_bytes(current_setting('wal_segment_size')) / current_setting('wal_block_size')::bigint))::text FROM pg_settings b WHERE b.name = 'shared_buffers') ELSE s.boot_val END)
            ORDER BY s.name COLLATE "C"
            """;
    private List<RestartReason> told = List.of();

    /// `controlled` is the running server's, `name=value` in the order of the names, parted by blanks. `flagged`: PostgreSQL itself says that something is pending.
    List<RestartReason> of(Connection connection, String controlled, SortedMap<String, String> wanted, boolean flagged, Duration within) throws SQLException {
        var reasons = new ArrayList<>(overruled(controlled, wanted));
        if (flagged) reasons.addAll(inFiles(connection, within));
        tell(reasons);
        return reasons;
    }

    /// Pure.
    static List<RestartReason> overruled(String running, SortedMap<String, String> wanted) {
        return Stream.of(running.split(" ", -1)).map(text -> text.split("=", 2)).filter(pair -> pair.length == 2 && !pair[1].equals(wanted.getOrDefault(pair[0], pair[1])))
                .map(pair -> new RestartReason(pair[0], pair[1], wanted.get(pair[0]))).toList();
    }

    private static List<RestartReason> inFiles(Connection connection, Duration within) throws SQLException {
        var reasons = new ArrayList<RestartReason>();
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setQueryTimeout((int) Math.max(1, within.toSeconds()));
            statement.setArray(1, connection.createArrayOf("text", ServerSettings.RECOVERY.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) reasons.add(new RestartReason(rows.getString("name"), Look.text(rows, "running"), Look.text(rows, "configured")));
            }
        } catch (SQLException trouble) {
            if (!NOT_ALLOWED.equals(trouble.getSQLState())) throw trouble;
            LOG.debug("what waits for a restart cannot be read: {}", trouble.getMessage());
        }
        return reasons;
    }

    private void tell(List<RestartReason> reasons) {
        if (reasons.equals(told)) return;
        if (reasons.isEmpty()) LOG.info("nothing waits for a restart of the server any more");
        else LOG.info("these wait for a restart of the server; everything else was reloaded: {}", reasons.stream()
                .map(reason -> reason.parameter() + " (is " + reason.running() + ", configured " + reason.configured() + ")").collect(Collectors.joining(", ")));
        told = List.copyOf(reasons);
    }
}
