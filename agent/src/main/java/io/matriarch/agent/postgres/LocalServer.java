package io.matriarch.agent.postgres;

import io.matriarch.agent.host.StateDirectory;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// What every part of this package shares about the one server: its configuration, its directory, its process, the settings that
/// hold, and whether a step is at work on it.
final class LocalServer {
    /// How the postmaster describes itself in line 8 of postmaster.pid: what `pg_ctl -w` waits for, and it costs no connection.
    enum Status {
        ABSENT, STARTING, READY, STOPPING
    }

    private static final int STATUS_LINE = 7;
    private final PostgresConfig config;
    private final StateDirectory state;
    private final DataDirectory directory;
    private final Postmaster postmaster;
    private final Programs programs;
    private final AtomicReference<ServerSettings> settings;
    private final AtomicReference<String> progress = new AtomicReference<>("");
    private final AtomicBoolean busy = new AtomicBoolean();

    LocalServer(PostgresConfig config, Postmaster postmaster) {
        this.config = config;
        this.state = new StateDirectory(config.dataDir());
        this.directory = new DataDirectory(state);
        this.postmaster = postmaster;
        this.programs = new Programs(config);
        this.settings = new AtomicReference<>(ServerSettings.of(config.section(), Document.EMPTY));
    }

    PostgresConfig config() {
        return config;
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

    ServerSettings adopt(ClusterConfig cluster) {
        var now = ServerSettings.of(config.section(), cluster.postgresql());
        settings.set(now);
        return now;
    }

    List<LocalAddress> ways() {
        return LocalAddress.of(config, settings());
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

    Status status() {
        try {
            var lines = SafeFiles.read(directory.file("postmaster.pid")).lines().map(String::strip).toList();
            return switch (lines.size() > STATUS_LINE ? lines.get(STATUS_LINE) : lines.isEmpty() ? "" : "starting") {
                case "ready", "standby" -> Status.READY;
                case "stopping" -> Status.STOPPING;
                case "starting" -> Status.STARTING;
                default -> Status.ABSENT;
            };
        } catch (IOException unreadable) {
            return Status.ABSENT;
        }
    }
}
