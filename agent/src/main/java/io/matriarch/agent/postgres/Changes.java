package io.matriarch.agent.postgres;

import io.matriarch.agent.host.GuardianProcess.Request;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.ClusterConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Small changes to a running server, without a restart: whom it follows, its settings, its slots, a checkpoint.
final class Changes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final Duration CHECKPOINT = Duration.ofHours(1);
    private final LocalServer server;
    private final ConfigFiles files;
    private final Runnable reloaded;

    /// `reloaded` is called whenever the server was told to read its configuration again.
    Changes(LocalServer server, ConfigFiles files, Runnable reloaded) {
        this.server = server;
        this.files = files;
        this.reloaded = reloaded;
    }

    /// One reload. The startup process that gets it ends its wait for the next try of a dead upstream, too.
    void follow(Upstream upstream) throws Trouble, IOException {
        if (!server.directory().standby()) throw new Trouble("not a standby: standby.signal is missing");
        if (upstream instanceof Upstream.Of(_, var endpoint)) OwnSlot.ensure(server.config(), server.settings(), endpoint);
        // Again also where the file says so already: who wrote that may have died before the server was told.
        if (files.follow(server.settings(), upstream) || upstream instanceof Upstream.Nobody) reload();
    }

    void configure(ClusterConfig cluster) throws Trouble, IOException {
        var before = server.settings();
        var settings = server.adoptMeanwhile(cluster);
        if (server.directory().version().isEmpty() || !files.write(settings, files.unchanged(settings))) return;
        reload();
        LOG.info("the server reads its configuration again; changed: {}", settings.changedSince(before));
    }

    void standbyNames(String names) throws IOException {
        if (files.standbyNames(names)) reload();
    }

    void standbyNamesAsConfigured() throws IOException {
        if (files.standbyNamesAsConfigured()) reload();
    }

    private void reload() {
        server.postmaster().signal(Request.HUP);
        if (server.postmaster().running()) reloaded.run();
    }

    /// One that is lost is of no use to anybody, and stands in the way of a new one.
    void createSlots(List<String> names) throws Trouble {
        drop(names, "AND slot_type = 'physical' AND wal_status = 'lost'");
        try (var connection = server.connect(PATIENCE); var statement = connection.prepareStatement("""
                SELECT pg_create_physical_replication_slot(name, true) FROM unnest(?) AS name
                WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = name)""")) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.execute();
        } catch (SQLException trouble) {
            // A standby has just made its own: what is still missing shows the next look.
            if (Walsender.DUPLICATE.equals(trouble.getSQLState())) return;
            throw new Trouble("slots " + names + " could not be created", trouble);
        }
    }

    /// Only what nobody receives from now.
    void dropSlots(List<String> names) throws Trouble {
        drop(names, "");
    }

    private void drop(List<String> names, String only) throws Trouble {
        try (var connection = server.connect(PATIENCE); var statement = connection.prepareStatement("""
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                WHERE slot_name = ANY (?) AND NOT active %s""".formatted(only))) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            statement.execute();
        } catch (SQLException trouble) {
            throw new Trouble("slots " + names + " could not be dropped", trouble);
        }
    }

    void checkpoint() throws Trouble {
        try (var connection = server.connect(PATIENCE); var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) CHECKPOINT.toMillis());
            statement.execute("CHECKPOINT");
        } catch (SQLException trouble) {
            throw new Trouble("CHECKPOINT failed", trouble);
        }
    }
}
