package io.matriarch.agent.postgres;

import io.matriarch.core.view.Member;
import io.matriarch.core.view.UpstreamView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

/// Asking another member's server what history it is on.
final class Inspection {
    private static final String NO_SUCH_PARAMETER = "42704";
    private final Supplier<PostgresConfig> config;

    Inspection(Supplier<PostgresConfig> config) {
        this.config = config;
    }

    UpstreamView inspect(Member leader, Duration within) {
        if (!leader.endpoint().known()) return new UpstreamView.Silent("member " + leader.name() + " says no conn_url");
        try (var connection = Connections.replication(new LocalAddress.Tcp(leader.endpoint()), config.get().replication(), within)) {
            var recovering = recovering(connection, leader, within);
            var identity = Walsender.identify(connection);
            return new UpstreamView.Answered(leader.name(), identity.systemId(), identity.timeline(), identity.position(), recovering,
                    recovering ? java.util.List.of() : Walsender.forks(connection, identity.timeline()));
        } catch (SQLException trouble) {
            return new UpstreamView.Silent(leader.endpoint() + ": " + trouble.getMessage().lines().findFirst().orElse(""));
        }
    }

    /// PostgreSQL 13 does not say so to a walsender: asked as the rewind role.
    private boolean recovering(Connection walsender, Member leader, Duration within) throws SQLException {
        try {
            return Walsender.recovering(walsender);
        } catch (SQLException older) {
            if (!NO_SUCH_PARAMETER.equals(older.getSQLState())) throw older;
        }
        try (var connection = Connections.remote(leader.endpoint(), config.get().rewinder(), "postgres", within); var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return !row.next() || row.getBoolean(1);
        }
    }
}
