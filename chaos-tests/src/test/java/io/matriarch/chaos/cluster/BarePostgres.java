package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/// One PostgreSQL server without any agent, for tests of what a client sees.
public final class BarePostgres implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Settings settings = Settings.fromProperties(Timing.ofTtl(Duration.ofSeconds(5)), false);
    private final Spawner spawner = new Spawner(settings.account(), settings.postgresBin());
    private final int port = new Ports().next();
    private final Path home;
    private final ProcessTable processes;

    public BarePostgres() throws IOException {
        home = Files.createTempDirectory("chaos-bare");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        settings.account().give(home);
        processes = new ProcessTable(home, settings.account());
        var initdb = start("initdb", "-D", Node.data(home).toString(), "-U", Node.SUPERUSER, "-A", "trust", "-N");
        if (!Waiting.until(START, STEP, () -> !initdb.alive())) {
            throw new IllegalStateException("initdb hangs, see " + home);
        }
        var _ = start("postgres", "-D", Node.data(home).toString(), "-c", "listen_addresses=127.0.0.1", "-c", "port=" + port,
                "-c", "unix_socket_directories=" + home, "-c", "dynamic_shared_memory_type=mmap");
        Waiting.forValue(START, STEP, this::tryConnect).orElseThrow(() -> new IllegalStateException("PostgreSQL did not start, see " + home)).close();
    }

    private Pid start(String program, String... words) {
        var argv = new ArrayList<>(List.of(settings.postgresBin().resolve(program).toString()));
        argv.addAll(List.of(words));
        return spawner.start(argv, List.of(), home, home.resolve("log"), Map.of());
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port);
    }

    /// Runs one statement as the operator would, at once and for all.
    public void run(String sql) throws SQLException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Sets a parameter for everybody.
    public void set(String parameter, String value) throws SQLException {
        run("alter system set " + parameter + " = '" + value + "'");
        run("select pg_reload_conf()");
    }

    /// Whether the query finds a row.
    public boolean finds(String query) throws SQLException {
        try (var connection = connect(); var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Optional<AutoClosingConnection> tryConnect() {
        try {
            return Optional.of(new AutoClosingConnection(connect()));
        } catch (SQLException _) {
            return Optional.empty();
        }
    }

    List<Pid> pids() {
        return processes.everything();
    }

    private record AutoClosingConnection(Connection connection) {

        void close() {
            try {
                connection.close();
            } catch (SQLException _) {
                // it was only to see that one is possible
            }
        }
    }

    public Connection connect() throws SQLException {
        var options = new Properties();
        options.putAll(Map.of("user", Node.SUPERUSER, "sslmode", "disable", "gssEncMode", "disable"));
        return new Driver().connect("jdbc:postgresql://" + endpoint() + "/postgres", options);
    }

    @Override
    public void close() throws IOException {
        boolean gone = Waiting.until(START, STEP, () -> {
            var left = processes.everything();
            Signal.KILL.send(left);
            return left.isEmpty();
        });
        if (!gone) {
            throw new IllegalStateException("PostgreSQL survives SIGKILL");
        }
        try (var all = Files.walk(home)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
