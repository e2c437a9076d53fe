package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Endpoint;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.history.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/// One connection to one node's PostgreSQL, with a limit on every answer. Beyond it the connection is of no more use.
///
/// Longer than most files here: all SQL of these tests is in it.
public final class Session implements AutoCloseable {

    /// The limit on connecting, and on every answer until the connection stands; the driver counts in whole seconds. A frozen
    /// server's kernel accepts connections, so that the second of them matters as much as the first.
    private static final String CONNECT_SECONDS = "1";
    private static final String TABLE = "create table if not exists chaos_rows(id bigint primary key, node text)";
    private static final String INSERT = "insert into chaos_rows(id, node) values (?, ?)"
            + " returning ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int";

    private static final String STREAMING = "select application_name from pg_stat_replication where state = 'streaming'"
            + " and pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn) < 128 * 1024";

    private final String node;
    private final Connection connection;

    private Session(String node, Connection connection) {
        this.node = node;
        this.connection = connection;
    }

    /// A new connection; every statement on it is answered within `limit` or lost.
    public static Session open(Node node, Duration limit) throws SQLException {
        return open(node.name(), node.postgres(), limit);
    }

    static Session open(String node, Endpoint at, Duration limit) throws SQLException {
        var options = new Properties();
        options.putAll(Map.of("user", Node.SUPERUSER, "password", Node.PASSWORD, "sslmode", "disable", "gssEncMode", "disable",
                "connectTimeout", CONNECT_SECONDS, "socketTimeout", CONNECT_SECONDS, "ApplicationName", "chaos"));
        var connection = new Driver().connect("jdbc:postgresql://" + at + "/postgres", options);
        connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
        return new Session(node, connection);
    }

    String node() {
        return node;
    }

    /// Makes the table of all writes, if it is not there.
    public void createTable() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
    }

    /// Inserts one row and says what is known of it.
    Outcome insert(long id) {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, id);
            statement.setString(2, node);
            try (var row = statement.executeQuery()) {
                row.next();
                int timeline = row.getInt(1);
                return cancelledWait(statement.getWarnings()) ? new Outcome.Unknown("cancelled wait for synchronous replication")
                        : new Outcome.Acknowledged(timeline);
            }
        } catch (SQLException failed) {
            return outcome(failed);
        }
    }

    /// Committed on this server only: nobody may count on the row, nobody may count on its absence.
    private static boolean cancelledWait(SQLWarning first) {
        for (var warning = first; warning != null; warning = warning.getNextWarning()) {
            if (warning.getMessage().contains("synchronous replication")) {
                return true;
            }
        }
        return false;
    }

    /// Only an error that PostgreSQL raises before commit is a refusal: read-only transaction (25), rollback (40), constraint or syntax
    /// (22, 23, 42), resources (53, 54), a cancelled statement (57014). Everything else (08, 57P01, ...) leaves it open.
    private static Outcome outcome(SQLException failed) {
        var state = String.valueOf(failed.getSQLState());
        boolean refused = List.of("22", "23", "25", "40", "42", "53", "54", "57014").stream().anyMatch(state::startsWith);
        var why = state + " " + failed.getMessage();
        return refused ? new Outcome.Refused(why) : new Outcome.Unknown(why);
    }

    boolean inRecovery() throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// The ids of all rows from `first` on.
    public List<Long> rowsFrom(long first) throws SQLException {
        try (var statement = connection.prepareStatement("select id from chaos_rows where id >= ?")) {
            statement.setLong(1, first);
            try (var rows = statement.executeQuery()) {
                var ids = new ArrayList<Long>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        }
    }

    /// The names of the standbys that stream from this server and have flushed all but the last moments. The lag counts because the
    /// server believes in a connection for a minute after its link was cut.
    List<String> streaming() throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(STREAMING)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /// Whom commits on this server wait for.
    String standbyNames() throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("show synchronous_standby_names")) {
            row.next();
            return row.getString(1);
        }
    }

    /// Drops the connection at once: a polite end would wait for a frozen server.
    @Override
    public void close() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // it is gone either way
        }
    }
}
