package io.matriarch.agent.postgres;

import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.WalPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What may take its time with slots: PostgreSQL makes a logical one when all transactions that run have ended, and moves it by decoding. Runs on a thread of its
/// own, so that no look and no decision waits for it; what came of it shows the next look.
final class SlotMoves {
    private static final Logger LOG = LoggerFactory.getLogger(SlotMoves.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration WORK = Duration.ofMinutes(10);
    /// A file is missing: the WAL that it would begin with.
    private static final String WAL_IS_GONE = "58P01";
    private final LocalServer server;
    /// What was said last of each slot, as its SQLSTATE.
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    private record Move(String name, String database, WalPosition to) {}

    SlotMoves(LocalServer server) {
        this.server = server;
    }

    void create(List<PermanentSlot.Logical> slots) {
        for (var slot : slots) {
            try (var connection = connect(slot.database()); var statement = connection.prepareStatement("""
                    SELECT pg_create_logical_replication_slot(?, ?) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ? AND wal_status IS DISTINCT FROM 'lost')""")) {
                dropLost(connection, slot.name());
                statement.setString(1, slot.name());
                statement.setString(2, slot.plugin());
                statement.setString(3, slot.name());
                statement.execute();
                complaints.remove(slot.name());
            } catch (SQLException trouble) {
                complain(slot.name(), "the logical slot " + slot.name() + " could not be made in " + slot.database(), trouble);
            }
        }
    }

    private static void dropLost(Connection connection, String name) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ? AND wal_status = 'lost' AND NOT active")) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    void advance(Map<String, WalPosition> to) {
        for (var move : moves(to)) {
            try (var connection = connect(move.database()); var statement = connection.prepareStatement("SELECT pg_replication_slot_advance(?, ?::pg_lsn)")) {
                statement.setString(1, move.name());
                statement.setString(2, move.to().toString());
                statement.execute();
                complaints.remove(move.name());
            } catch (SQLException trouble) {
                complain(move.name(), "slot " + move.name() + " could not be moved to " + move.to(), trouble);
                if (WAL_IS_GONE.equals(trouble.getSQLState()) && !move.database().isEmpty()) drop(move);
            }
        }
    }

    /// The physical ones over any database, each logical one over its own.
    private List<Move> moves(Map<String, WalPosition> to) {
        try (var connection = connect(""); var query = connection.prepareStatement("""
                SELECT slot_name, coalesce(database, '') AS database FROM pg_replication_slots
                WHERE slot_name = ANY (?) AND NOT active AND NOT temporary AND wal_status IS DISTINCT FROM 'lost' AND restart_lsn IS NOT NULL ORDER BY 1""")) {
            query.setArray(1, connection.createArrayOf("text", to.keySet().toArray()));
            try (var rows = query.executeQuery()) {
                var moves = new ArrayList<Move>();
                complaints.remove("");
                while (rows.next()) moves.add(new Move(rows.getString("slot_name"), rows.getString("database"), to.get(rows.getString("slot_name"))));
                return moves;
            }
        } catch (SQLException trouble) {
            complain("", "the slots could not be looked at", trouble);
            return List.of();
        }
    }

    /// It can be read no more: the leader's is copied again.
    private void drop(Move move) {
        try (var connection = connect(""); var statement = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            statement.setString(1, move.name());
            statement.execute();
        } catch (SQLException trouble) {
            complain(move.name() + " dropped", "slot " + move.name() + " could not be dropped", trouble);
        }
    }

    private Connection connect(String database) throws SQLException {
        var connection = database.isEmpty() ? server.connect(CONNECT) : server.connect(database, CONNECT);
        connection.setNetworkTimeout(Runnable::run, (int) WORK.toMillis());
        return connection;
    }

    /// Once, until it works or fails for another reason: it is tried again with every look. `slot` is empty for all of them.
    private void complain(String slot, String what, SQLException trouble) {
        var state = String.valueOf(trouble.getSQLState());
        if (!state.equals(complaints.put(slot, state))) LOG.warn("{}: {}", what, trouble.getMessage().lines().findFirst().orElse(""));
    }
}
