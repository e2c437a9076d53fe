package io.matriarch.agent.postgres;

import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The words of the streaming replication protocol (PostgreSQL, chapter "Frontend/Backend Protocol"), asked over a replication connection.
final class Walsender {
    /// The SQLSTATE of a slot that exists already.
    static final String DUPLICATE = "42710";

    private Walsender() {}

    /// `position` is flushed on a primary, replayed on a standby; `timeline` the one it is on.
    record Identity(SystemId systemId, Timeline timeline, WalPosition position) {}

    static Identity identify(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            if (!row.next()) throw new SQLException("IDENTIFY_SYSTEM gave no row");
            return new Identity(new SystemId(row.getString("systemid")), new Timeline(row.getInt("timeline")), WalPosition.parse(row.getString("xlogpos")));
        }
    }

    /// Where the timelines before `timeline` ended, oldest first. Timeline 1 has no history.
    static List<TimelineHistory.Row> forks(Connection connection, Timeline timeline) throws SQLException {
        if (timeline.id() <= 1) return List.of();
        try (var statement = connection.createStatement(); var row = statement.executeQuery("TIMELINE_HISTORY " + timeline.id())) {
            return row.next() ? parse(new String(row.getBytes("content"), StandardCharsets.UTF_8)) : List.of();
        }
    }

    /// A history file: `1<tab>0/3000148<tab>reason` lines, comments after `#`.
    static List<TimelineHistory.Row> parse(String content) {
        return content.lines().map(String::strip).filter(line -> line.matches("\\d+\\s+[0-9A-Fa-f]+/[0-9A-Fa-f]+(\\s.*)?")).map(line -> {
            var fields = line.split("\\s+", 3);
            return new TimelineHistory.Row(new Timeline(Integer.parseInt(fields[0])), WalPosition.parse(fields[1]), fields.length > 2 ? fields[2] : "", "", "");
        }).toList();
    }

    /// Whether the server is in recovery: `in_hot_standby` is one of PostgreSQL 14 and later.
    static boolean recovering(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("SHOW in_hot_standby")) {
            return row.next() && row.getString(1).equals("on");
        }
    }

    /// Makes sure that the slot is there and keeps WAL from now on.
    static void createSlot(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE_REPLICATION_SLOT \"" + name + "\" PHYSICAL RESERVE_WAL");
        } catch (SQLException trouble) {
            if (!DUPLICATE.equals(trouble.getSQLState())) throw trouble;
        }
    }
}
