package io.matriarch.agent.postgres;

import io.matriarch.agent.host.GuardianProcess.Request;
import io.matriarch.agent.postgres.ConfigText.Recovery;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.ClusterConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Small changes to a running server, without a restart: whom it follows, its settings, its slots, a checkpoint.
final class Changes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration CHECKPOINT = Duration.ofHours(1);
    private final LocalServer server;
    private final ConfigFiles files;

    Changes(LocalServer server, ConfigFiles files) {
        this.server = server;
        this.files = files;
    }

    /// Writes and reloads twice: a startup process that waits `wal_retrieve_retry_interval` (5 s) after its upstream died only starts
    /// over at once when primary_conninfo was empty in between (measured: 5 ms instead of 5 s).
    void follow(Upstream upstream) throws Trouble, IOException, InterruptedException {
        if (!server.directory().standby()) throw new Trouble("not a standby: standby.signal is missing");
        var settings = server.settings();
        reload(files.standby(settings, Upstream.NOBODY), settings);
        if (upstream instanceof Upstream.Of) {
            settle();
            reload(files.standby(settings, upstream), settings);
        }
    }

    /// Until the server has read the empty primary_conninfo, so that it sees both changes; bounded, and only a matter of speed.
    private void settle() throws InterruptedException {
        try (var connection = connect(PATIENCE); var query = connection.prepareStatement("SELECT current_setting('primary_conninfo') = '' AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver)")) {
            for (var tries = 0; tries < 100; tries++) {
                try (var row = query.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) return;
                }
                Thread.sleep(2);
            }
        } catch (SQLException _) {
            // it is starting or full: it will read the file all the same
        }
    }

    private void reload(Recovery recovery, ServerSettings settings) throws IOException {
        if (files.write(settings, recovery)) server.postmaster().signal(Request.HUP);
    }

    void configure(ClusterConfig cluster) throws IOException {
        var settings = server.adopt(cluster);
        if (server.directory().version().isEmpty()) return;
        reload(files.unchanged(settings), settings);
    }

    void createSlots(List<String> names) throws Trouble {
        try (var connection = connect(PATIENCE); var statement = connection.prepareStatement("""
                SELECT pg_create_physical_replication_slot(name, true) FROM unnest(?) AS name
                WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = name)""")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.execute();
        } catch (SQLException trouble) {
            throw new Trouble("slots " + names + " could not be created", trouble);
        }
    }

    void checkpoint() throws Trouble {
        try (var connection = connect(PATIENCE); var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) CHECKPOINT.toMillis());
            statement.execute("CHECKPOINT");
        } catch (SQLException trouble) {
            throw new Trouble("CHECKPOINT failed", trouble);
        }
    }

    private Connection connect(Duration patience) throws SQLException {
        return Connections.local(server.ways(), server.config().superuser(), server.config().database(), patience);
    }
}
