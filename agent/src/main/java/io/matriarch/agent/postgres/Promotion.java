package io.matriarch.agent.postgres;

import io.matriarch.core.view.Timeline;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// pg_promote, and waiting until the server is out of recovery. `pg_promote(wait => true)` itself polls every 100 ms: too slow here.
final class Promotion {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MILLISECONDS = 5;
    private final LocalServer server;

    Promotion(LocalServer server) {
        this.server = server;
    }

    void promote(Timeline number) throws Trouble, IOException, InterruptedException {
        try (var connection = server.connect(PATIENCE)) {
            if (!recovering(connection)) return;
            new HistoryFiles(server.directory()).skipTo(number, control(connection));
            if (!truth(connection, "SELECT pg_promote(wait => false)")) throw new Trouble("pg_promote refused");
            for (var end = System.nanoTime() + LONGEST.toNanos(); recovering(connection);) {
                if (server.programs().cancelled()) throw new Trouble("cancelled; the server may still be promoted");
                if (System.nanoTime() > end) throw new Trouble("still in recovery " + LONGEST.toSeconds() + " s after pg_promote");
                Thread.sleep(POLL_MILLISECONDS);
            }
        } catch (SQLException trouble) {
            throw new Trouble("promotion failed", trouble);
        }
    }

    private static Timeline control(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("SELECT timeline_id FROM pg_control_checkpoint()")) {
            return row.next() ? new Timeline(row.getInt(1)) : Timeline.UNKNOWN;
        }
    }

    private static boolean recovering(Connection connection) throws SQLException {
        return truth(connection, "SELECT pg_is_in_recovery()");
    }

    private static boolean truth(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
