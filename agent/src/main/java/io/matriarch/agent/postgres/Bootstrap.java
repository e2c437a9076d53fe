package io.matriarch.agent.postgres;

import io.matriarch.agent.postgres.ConfigText.Recovery;
import io.matriarch.agent.postgres.DataDirectory.Work;
import io.matriarch.agent.postgres.PostgresConfig.Way;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A new cluster: initdb, and the users it begins with. Marked from the first to the last, so that a crash between never starts.
final class Bootstrap {
    /// Patroni's list: what the agent decides itself, or what would make initdb do something else.
    private static final Set<String> NOT_ALLOWED = Set.of("pgdata", "nosync", "no-sync", "pwfile", "pwprompt", "sync-only", "version", "username");
    private final LocalServer server;
    private final ConfigFiles files;
    private final ServerStart start;
    private final ServerStop stop;
    private final CustomBootstrap custom;

    Bootstrap(LocalServer server, ConfigFiles files, ServerStart start, ServerStop stop) {
        this.server = server;
        this.files = files;
        this.start = start;
        this.stop = stop;
        this.custom = new CustomBootstrap(server, files);
    }

    void initDatabase(ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        var directory = server.directory();
        if (!directory.empty() && !directory.marker().equals(Work.BOOTSTRAP.word()))
            throw new Trouble(directory.path() + " is not empty: a new cluster begins in an empty directory only");
        if (server.postmaster().running()) stop.stop(StopMode.IMMEDIATE);
        directory.mark(Work.BOOTSTRAP);
        switch (server.config().bootstrap().way()) {
            case Way.Initdb() -> initdb(cluster);
            case Way.Own(var method) -> custom.restore(method, cluster);
        }
    }

    private void initdb(ClusterConfig cluster) throws Trouble, IOException {
        var directory = server.directory();
        server.progress().set("initdb");
        server.programs().endLeftOvers("--pgdata=" + directory.sidePlace(Work.BOOTSTRAP));
        var side = directory.side(Work.BOOTSTRAP);
        var result = server.programs().runLocalized(initdb(side));
        if (!result.succeeded()) throw new Trouble("initdb failed: " + result.last());
        directory.swapIn(side, "");
        allowPeers();
        files.write(server.adopt(cluster), Recovery.NONE);
    }

    /// Local users by their own name in the operating system, everybody else by scram; no password yet, so none passes through a file.
    private List<String> initdb(Path side) {
        var command = new ArrayList<>(List.of(server.programs().path("initdb"), "--username=" + superuser()));
        var options = server.config().bootstrap().initdb().stream().map(option -> option.replaceFirst("^-+", ""))
                .filter(option -> !NOT_ALLOWED.contains(option.split("=", 2)[0])).toList();
        if (options.stream().noneMatch(option -> option.matches("(?s)auth(-local|-host)?=.*"))) command.addAll(List.of("--auth-local=peer", "--auth-host=scram-sha-256"));
        options.forEach(option -> command.add("--" + option));
        command.add("--no-instructions");
        command.add("--pgdata=" + side);
        return command;
    }

    private String superuser() {
        return server.config().superuser().given() ? server.config().superuser().username() : "postgres";
    }

    /// Where no pg_hba list is configured: initdb's lines, then `bootstrap.pg_hba`, or members and clients of this host's networks by scram.
    private void allowPeers() throws IOException {
        var own = server.config().bootstrap().pgHba();
        allow(server, own.isEmpty() ? List.of("host replication all samenet scram-sha-256", "host all all samenet scram-sha-256") : own);
    }

    /// Lines after those that are there, where no pg_hba list is configured.
    static void allow(LocalServer server, List<String> lines) throws IOException {
        if (server.settings().lines("pg_hba").isEmpty()) Files.write(server.directory().file("pg_hba.conf"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void createUsers(ClusterConfig cluster) throws Trouble, IOException, InterruptedException {
        if (!server.directory().marker().equals(Work.BOOTSTRAP.word())) throw new Trouble("no bootstrap is under way in " + server.directory().path());
        server.adopt(cluster);
        server.progress().set("creating users");
        // The guardian's directory: mode 0700, and short enough for a socket's path.
        var place = server.state().guardianSocket().getParent();
        var hba = place.resolve("bootstrap_hba.conf");
        SafeFiles.replace(hba, "local all all trust\n");
        var socket = new LocalAddress.Socket(place, server.config().listenPort());
        try {
            startAlone(Map.of("listen_addresses", "", "unix_socket_directories", place.toString(), "unix_socket_permissions", "0700", "hba_file", hba.toString(), "ssl", "off"), socket);
            Users.create(socket, superuser(), server.config());
            postInit(socket);
        } finally {
            stop.stop(StopMode.FAST);
            SafeFiles.delete(hba);
        }
        server.directory().unmark();
    }

    /// A cluster that recovers a backup archives what it makes, from its new timeline's history on.
    private void startAlone(Map<String, String> reachedByUs, LocalAddress.Socket socket) throws Trouble, IOException, InterruptedException {
        var options = new TreeMap<>(reachedByUs);
        switch (server.config().bootstrap().way()) {
            case Way.Initdb() -> {
                options.put("archive_mode", "off");
                start.onPrivateSocket(options, Map.of());
            }
            case Way.Own _ -> {
                start.onPrivateSocket(options, custom.leastSettings());
                custom.awaitEndOfRecovery(socket, superuser());
            }
        }
    }

    private void postInit(LocalAddress.Socket socket) throws Trouble, InterruptedException {
        var words = server.config().bootstrap().postInit();
        if (words.isEmpty()) return;
        server.progress().set("post_init");
        var command = new ArrayList<>(words);
        var who = new Credentials(superuser(), Password.NONE, Map.of());
        command.add(Conninfo.to(new Endpoint(socket.directory().toString(), socket.port()), who, "postgres", server.config().pgpass(), Connections.APPLICATION));
        var environment = new TreeMap<>(server.programs().clientEnvironment());
        environment.put("PGOPTIONS", "-c synchronous_commit=local -c statement_timeout=0");
        OwnMethod.run("post_init", command, environment, server.programs());
    }
}
