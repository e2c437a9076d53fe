package io.matriarch.agent.postgres;

import io.matriarch.agent.host.StateDirectory;
import io.matriarch.core.view.ClusterConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every part of this package shares about the one server: its configuration, its directory, its process, the settings that
/// hold, and whether a step is at work on it.
final class LocalServer {
    /// How the postmaster describes itself in line 8 of postmaster.pid: what `pg_ctl -w` waits for, and it costs no connection.
    enum Status {
        STARTING, READY, STOPPING
    }

    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    private static final int STATUS_LINE = 7;
    private final AtomicReference<PostgresConfig> config;
    private final StateDirectory state;
    private final DataDirectory directory;
    private final Postmaster postmaster;
    private final Programs programs;
    private final ParameterCheck check;
    private final AtomicReference<ServerSettings> settings;
    private final AtomicReference<LocalAddress> worked;
    private final AtomicReference<String> progress = new AtomicReference<>("");
    private final AtomicBoolean busy = new AtomicBoolean();

    LocalServer(PostgresConfig config, Postmaster postmaster) {
        this.config = new AtomicReference<>(config);
        this.state = new StateDirectory(config.dataDir());
        this.directory = new DataDirectory(state);
        this.postmaster = postmaster;
        this.programs = new Programs(config);
        this.check = new ParameterCheck(state.path());
        this.settings = new AtomicReference<>(ServerSettings.of(config.section(), new DynamicCopy(config.dataDir()).read().section("postgresql")));
        this.worked = new AtomicReference<>(LocalAddress.of(config, settings.get()).getFirst());
    }

    PostgresConfig config() {
        return config.get();
    }

    /// After a reload. What needs a restart of the agent is the same in it.
    void reconfigure(PostgresConfig newer) {
        config.set(newer);
    }

    StateDirectory state() {
        return state;
    }

    DataDirectory directory() {
        return directory;
    }

    Postmaster postmaster() {
        return postmaster;
    }

    /// For the step under way: cancelling a step ends them.
    Programs programs() {
        return programs;
    }

    ServerSettings settings() {
        return settings.get();
    }

    /// Goes on with what PostgreSQL takes of this configuration, and keeps a copy of it where there is a data directory. Part of the step under way, and
    /// cancelled with it.
    ServerSettings adopt(ClusterConfig cluster) throws Trouble, IOException {
        return adopt(cluster, programs);
    }

    /// Trouble when PostgreSQL would not take all of these as they are.
    void require(SortedMap<String, String> parameters) throws Trouble {
        check.require(parameters, programs);
    }

    /// The same apart from any step.
    ServerSettings adoptMeanwhile(ClusterConfig cluster) throws Trouble, IOException {
        return adopt(cluster, new Programs(config()));
    }

    private ServerSettings adopt(ClusterConfig cluster, Programs by) throws Trouble, IOException {
        var said = ServerSettings.of(config().section(), cluster);
        var there = !directory.version().isEmpty();
        if (there) new DynamicCopy(directory.path()).write(cluster.document());
        // Else the primary removes catalog rows that a slot on this standby still needs (contract 3.9).
        if (cluster.logicalSlots()) said = said.with("hot_standby_feedback", "on");
        var now = there ? said.accepted(all -> check.accepted(all, by)) : said;
        if (!now.controlled().equals(settings().controlled())) ControlledParameters.complaints(now.controlled()).forEach(why -> LOG.warn("postgresql.parameters: {}", why));
        settings.set(now);
        return now;
    }

    /// The ways to the server, the one that last let us in first: trying a refused one again would fill the server's log.
    List<LocalAddress> ways() {
        var ways = new ArrayList<>(LocalAddress.of(config(), settings()));
        if (ways.remove(worked.get())) ways.addFirst(worked.get());
        return ways;
    }

    /// A connection as the superuser over the first way that lets it in. A way that refuses the role (pg_hba) is not the last word.
    Connection connect(Duration patience) throws SQLException {
        return connect(config().database(), patience);
    }

    Connection connect(String database, Duration patience) throws SQLException {
        var refused = new SQLException("no way to the local server is configured", "08001");
        for (var way : ways()) {
            try {
                var connection = Connections.local(way, config().superuser(), database, patience);
                worked.set(way);
                return connection;
            } catch (SQLException trouble) {
                if (Connections.alive(trouble)) throw trouble;
                refused = trouble;
            }
        }
        throw refused;
    }

    AtomicReference<String> progress() {
        return progress;
    }

    boolean busy() {
        return busy.get();
    }

    void busy(boolean now) {
        busy.set(now);
    }

    /// Of the server that runs now: a file that a killed one left behind says nothing.
    Status status() {
        try {
            var lines = SafeFiles.read(directory.file("postmaster.pid")).lines().map(String::strip).toList();
            if (lines.size() <= STATUS_LINE || !lines.getFirst().equals(Long.toString(postmaster.pid()))) return Status.STARTING;
            return switch (lines.get(STATUS_LINE)) {
                case "ready", "standby" -> Status.READY;
                case "stopping" -> Status.STOPPING;
                default -> Status.STARTING;
            };
        } catch (IOException unreadable) {
            return Status.STARTING;
        }
    }
}
