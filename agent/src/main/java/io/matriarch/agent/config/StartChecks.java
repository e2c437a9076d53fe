package io.matriarch.agent.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at the machine before anything starts, and touches nothing: every reason why this node cannot run as configured, each with its
/// key, its value and its cure. Not here: another agent on the same data directory; its lock is taken, so it says so itself.
///
/// Longer than most, for each check is one method and they are read as one list.
public final class StartChecks {
    private static final int OLDEST = 13;
    private static final int NEWEST = 18;

    private final AgentConfig config;
    private final List<Problem> problems = new ArrayList<>();

    private StartChecks(AgentConfig config) {
        this.config = config;
    }

    /// Everything that stops the start; empty when nothing does.
    public static List<Problem> problems(AgentConfig config) {
        var checks = new StartChecks(config);
        checks.user();
        checks.programs();
        checks.files();
        checks.dataDirectory();
        checks.restPort();
        checks.postgresPort();
        return List.copyOf(checks.problems);
    }

    private void user() {
        if (ownUser() == 0) problem("", "", "must not run as root, for PostgreSQL refuses it; run it as the user that owns the data directory, such as postgres");
    }

    private void programs() {
        var programs = config.postgres().programs();
        var directory = programs.directory();
        var key = "postgresql.bin_dir";
        if (!Files.isDirectory(directory)) {
            problem(key, directory.toString(), "is not a directory; it must hold PostgreSQL's programs, such as /usr/lib/postgresql/17/bin");
            return;
        }
        var missing = Programs.NAMES.stream().filter(name -> needed(name) && !Files.isExecutable(programs.program(name))).map(name -> programs.program(name).getFileName().toString()).toList();
        if (missing.isEmpty()) version(ServerVersion.ofProgram(programs.program("postgres")));
        else problem(key, directory.toString(), "holds no executable " + String.join(", ", missing) + "; install PostgreSQL's server package, or correct the path");
    }

    private boolean needed(String program) {
        return !program.equals("pg_isready") && !program.equals("pg_waldump") && (!program.equals("pg_rewind") || config.postgres().divergence().rewind());
    }

    private void version(ServerVersion version) {
        var directory = config.postgres().programs().directory().toString();
        switch (version) {
            case ServerVersion.Unknown(var why) -> problem("postgresql.bin_dir", directory, "postgres --version failed: " + Wording.plain(why));
            case ServerVersion.Major(var major) when major < OLDEST || major > NEWEST ->
                    problem("postgresql.bin_dir", directory, "holds PostgreSQL %d; supported are %d to %d".formatted(major, OLDEST, NEWEST));
            case ServerVersion.Major(var major) -> sameVersion(major);
        }
    }

    private void sameVersion(int major) {
        var data = config.postgres().dataDirectory();
        if (ServerVersion.ofDirectory(data) instanceof ServerVersion.Major(var written) && written != major)
            problem("postgresql.bin_dir", config.postgres().programs().directory().toString(),
                    "holds PostgreSQL %d, but the data directory %s is of %d; name the programs of %d, or upgrade the data first".formatted(major, data, written, written));
    }

    private void files() {
        readable("restapi.certfile", config.rest().tls().certificate());
        readable("restapi.keyfile", config.rest().tls().key());
        readable("restapi.cafile", config.rest().tls().authorities());
        readable("etcd3.cacert", config.etcd().tls().authorities());
        readable("etcd3.cert", config.etcd().tls().certificate());
        readable("etcd3.key", config.etcd().tls().key());
        readable("postgresql.custom_conf", config.postgres().customConf().startsWith("/") ? config.postgres().customConf() : "");
    }

    private void readable(String key, String file) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) problem(key, file, "cannot be read by user " + System.getProperty("user.name"));
    }

    private void dataDirectory() {
        var data = config.postgres().dataDirectory();
        if (Files.isDirectory(data)) existing(data);
        else if (Files.exists(data)) problem("postgresql.data_dir", data.toString(), "is not a directory");
        else writableAbove("postgresql.data_dir", data);
        // beside a data directory that does not exist, one message about their common parent is enough
        if (Files.exists(data) || config.settings().has("matriarch.state_dir")) writableAbove("matriarch.state_dir", config.own().stateDirectory());
        if (config.log().target() instanceof LogSection.Target.Rotated target) writableAbove("log.dir", target.directory());
    }

    private void existing(Path data) {
        try {
            var owner = (int) Files.getAttribute(data, "unix:uid");
            var mode = (int) Files.getAttribute(data, "unix:mode") & 0777;
            if (owner != ownUser()) problem("postgresql.data_dir", data.toString(), "belongs to user %s, but this is user %s; run the agent as the owner"
                    .formatted(Files.getOwner(data), System.getProperty("user.name")));
            else if (!Files.exists(data.resolve("PG_VERSION"))) foreignFiles(data);
            else if (!Set.of(0700, 0750).contains(mode)) problem("postgresql.data_dir", data.toString(), "has mode %04o; PostgreSQL wants 0700 or 0750: chmod 0700 %s".formatted(mode, data));
        } catch (IOException e) {
            problem("postgresql.data_dir", data.toString(), "cannot be looked at: " + e.getMessage());
        }
    }

    /// Without PG_VERSION it is no data directory. With our state directory beside it, it is one of ours that was not finished.
    private void foreignFiles(Path data) throws IOException {
        if (Files.exists(config.own().stateDirectory())) return;
        try (var entries = Files.list(data)) {
            entries.findAny().ifPresent(file -> problem("postgresql.data_dir", data.toString(),
                    "holds files (%s) but no PG_VERSION; name an empty directory, such as one below it".formatted(Wording.plain(file.getFileName().toString()))));
        }
    }

    private void writableAbove(String key, Path directory) {
        if (Files.exists(directory)) {
            if (!Files.isWritable(directory)) problem(key, directory.toString(), "may not be written by user " + System.getProperty("user.name"));
            return;
        }
        var parent = Stream.iterate(directory.getParent(), p -> p != null, Path::getParent).filter(Files::exists).findFirst().orElse(directory.getRoot());
        if (!Files.isDirectory(parent) || !Files.isWritable(parent))
            problem(key, directory.toString(), "does not exist, and user %s may not make it in %s; create it and give it to that user".formatted(System.getProperty("user.name"), parent));
    }

    private void restPort() {
        busy(config.rest().listen()).forEach(address -> problem("restapi.listen", address, "is in use; stop what listens there, or choose another port"));
    }

    private void postgresPort() {
        if (ownServerRuns()) return;
        busy(config.postgres().listen()).forEach(address -> problem("postgresql.listen", address,
                "is in use, and not by the server of this data directory; stop what listens there, or choose another port"));
    }

    /// Whether the process in postmaster.pid lives: then the port is busy with our own server, which an agent that comes back finds.
    private boolean ownServerRuns() {
        try (var lines = Files.lines(config.postgres().dataDirectory().resolve("postmaster.pid"))) {
            return lines.findFirst().filter(line -> line.strip().matches("\\d{1,9}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip()))).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> busy(Listen listen) {
        return listen.hosts().stream().filter(host -> !free(host, listen.port())).map(host -> new HostPort(host, listen.port()).toString()).toList();
    }

    private static boolean free(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress address(String host) throws UnknownHostException {
        return InetAddress.getByName(host.equals("*") ? "0.0.0.0" : host);
    }

    /// The user of this process, by who owns its entry in /proc.
    private static int ownUser() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new IllegalStateException("/proc must be mounted", e);
        }
    }

    private void problem(String key, String value, String cure) {
        var place = Trees.at(config.settings().tree(), key).map(Tree::place).findAny().orElse(new Place(config.settings().tree().place().source(), 0));
        problems.add(new Problem(key.isEmpty() ? new Place("matriarch", 0) : place, key, value, cure));
    }
}
