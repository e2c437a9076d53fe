package io.matriarch.agent.postgres;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.DiskView.SlotUse;
import io.matriarch.core.view.PostgresState.Running;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The one long-lived connection that looks at the local server. Used by the thread `postgres-observer` alone.
final class LocalSession {
    private static final String ROLE_CHANGED_MEANWHILE = "55000";
    private final LocalServer server;
    private final List<Connection> open = new ArrayList<>(1);
    private final ReceiverWatch receiver;
    private final SlotWatch slots;
    private final PendingRestarts pending = new PendingRestarts();
    private String controlled = "";

    LocalSession(LocalServer server, ReceiverWatch receiver, Clock clock) {
        this.server = server;
        this.receiver = receiver;
        this.slots = new SlotWatch(clock);
    }

    /// The controlled parameters as the last look found them: `name=value`, parted by blanks.
    String controlled() {
        return controlled;
    }

    /// Of the last look. Any thread.
    List<SlotUse> slots() {
        return slots.last();
    }

    /// Asks the server, opening the connection when there is none. A connection that broke is opened once more.
    Running look(Duration within) throws SQLException {
        var kept = !open.isEmpty();
        try {
            return ask(within);
        } catch (SQLException trouble) {
            if (!ROLE_CHANGED_MEANWHILE.equals(trouble.getSQLState())) close();
            if (kept) return ask(within);
            throw trouble;
        }
    }

    private Running ask(Duration within) throws SQLException {
        if (open.isEmpty()) {
            var connection = server.connect(within);
            open.add(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("SET statement_timeout = " + within.toMillis());
            }
        }
        var connection = open.getFirst();
        connection.setNetworkTimeout(Runnable::run, (int) within.toMillis());
        var wanted = ControlledParameters.wanted(server.settings().controlled());
        try (var statement = connection.prepareStatement(Look.SQL)) {
            statement.setArray(1, connection.createArrayOf("text", wanted.keySet().toArray()));
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) throw new SQLException("the server answered with no row");
                slots.seen(Look.text(rows, "slot_use"));
                receiver.seen(rows.getLong("receiver_pid"));
                controlled = Look.text(rows, "controlled");
                return Look.read(rows, pending.of(connection, controlled, wanted, rows.getBoolean("pending"), within));
            }
        }
    }

    void close() {
        for (var connection : open) {
            try {
                connection.close();
            } catch (SQLException _) {
                // it was broken: there is nothing left to close
            }
        }
        open.clear();
    }
}
