package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.BootClock;
import io.matriarch.agent.host.DiskShare;
import io.matriarch.agent.host.GuardianProcess.Request;
import io.matriarch.agent.host.StateDirectory;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/// One real server under its real guardian, in a directory of its own, driven through the port. Ended by pid at the end.
final class Node implements AutoCloseable {
    private static final int FIRST_PORT = 15_000 + (int) (ProcessHandle.current().pid() % 17) * 1000;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger();
    static final BootClock CLOCK = BootClock.open();
    static final Duration WITHIN = Duration.ofSeconds(10);
    static final PostgresConfig.Rebuilding REBUILDING = rebuilding(new DiskShare.Percent(100), false);
    static final String CANARY = "c4n4ry-";
    static final List<String> INITDB = List.of("data-checksums", "encoding=UTF8", "locale=C");
    final Path home;
    PostgresConfig config;
    final TestScheduler scheduler = new TestScheduler();
    Postmaster postmaster;
    LocalPostgresServer port;

    Node(String name) throws IOException {
        this(name, Map.of());
    }

    Node(String name, Map<String, Object> section) throws IOException {
        this(name, section, List.of());
    }

    Node(String name, Map<String, Object> section, PostgresConfig.Patience patience) throws IOException {
        notAsRoot();
        home = Files.createTempDirectory("mtp");
        config = config(home, name, freePort(), new Document(section), new PostgresConfig.Bootstrap(INITDB, List.of(), List.of()), Map.of(), REBUILDING, patience);
        open();
    }

    /// That begins its cluster in another way.
    Node(String name, Map<String, Object> section, PostgresConfig.Bootstrap bootstrap) throws IOException {
        notAsRoot();
        home = Files.createTempDirectory("mtp");
        config = config(home, name, freePort(), new Document(section), bootstrap, Map.of(), REBUILDING, PostgresConfig.Patience.DEFAULT);
        open();
    }

    Node(String name, Map<String, Object> section, List<String> postInit) throws IOException {
        this(name, section, postInit, Map.of(), REBUILDING);
    }

    /// `programs` are other files to run instead of PostgreSQL's own.
    Node(String name, Map<String, Object> section, List<String> postInit, Map<String, String> programs, PostgresConfig.Rebuilding rebuilding) throws IOException {
        notAsRoot();
        home = Files.createTempDirectory("mtp");
        config = config(home, name, freePort(), new Document(section), new PostgresConfig.Bootstrap(INITDB, List.of(), postInit), programs, rebuilding, PostgresConfig.Patience.DEFAULT);
        open();
    }

    /// Of the node that another process has in this directory.
    static PostgresConfig config(Path home, String name, int listen, Document section) throws IOException {
        return config(home, name, listen, section, new PostgresConfig.Bootstrap(INITDB, List.of(), List.of()), Map.of(), REBUILDING, PostgresConfig.Patience.DEFAULT);
    }

    private static PostgresConfig config(Path home, String name, int listen, Document section, PostgresConfig.Bootstrap bootstrap, Map<String, String> programs, PostgresConfig.Rebuilding rebuilding,
            PostgresConfig.Patience patience) throws IOException {
        var parameters = new Document(Map.of("unix_socket_directories", home.toString(), "shared_buffers", "16MB", "log_statement", "all", "log_connections", true,
                "fsync", false, "wal_sender_timeout", "5s"));
        return new PostgresConfig(new MemberName(name), "herd", List.of("127.0.0.1"), listen, new Endpoint("127.0.0.1", listen), home.resolve("data"), home.resolve("data"),
                binaries(), programs, "postgres", home.resolve("pgpass"), role("postgres"), role("replicator"), role("rewind_user"),
                section.patched(new Document(Map.of("parameters", parameters.patched(section.section("parameters")).fields()))),
                bootstrap,
                Path.of(System.getProperty("matriarch.guardian", "target/matriarch-guardian")).toAbsolutePath(), System.getenv(), rebuilding, patience);
    }

    static PostgresConfig.Rebuilding rebuilding(DiskShare limit, boolean waived) {
        return new PostgresConfig.Rebuilding(limit, waived, new DiskShare.Bytes(1 << 20), Duration.ofMinutes(2));
    }

    /// Skips the test. A class that makes its node before each test asks before all of them, or it would end a node that was never made.
    static void notAsRoot() {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "PostgreSQL refuses root: run scripts/check, which becomes an ordinary user");
    }

    private static Credentials role(String name) {
        return new Credentials(name, new Password(CANARY + name), Map.of());
    }

    /// The newest PostgreSQL of Debian's layout.
    static Path binaries() throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Comparator.comparingInt(version -> Integer.parseInt(version.getFileName().toString()))).orElseThrow().resolve("bin");
        }
    }

    /// Below the ports that the system gives to connections that go out: one of those took a port between the question and the server's start. Each one once, and each
    /// process its own thousand: so did another node, for a server that is not started yet, or is down, holds no port.
    private static int freePort() throws IOException {
        for (var attempt = 0; attempt < 100; attempt++) {
            try (var socket = new ServerSocket(FIRST_PORT + NEXT_PORT.getAndIncrement() % 1000)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the next one
            }
        }
        throw new IOException("no free port among 1000 from %d on".formatted(FIRST_PORT));
    }

    /// What an agent that starts has: nothing in memory.
    final void open() {
        postmaster = new Postmaster(config);
        port = new LocalPostgresServer(config, postmaster, CLOCK, scheduler);
    }

    /// The same node, configured otherwise.
    void reopen(PostgresConfig other) {
        port.close();
        config = other;
        open();
    }

    /// The agent's end; its server lives on.
    void closeAgent() {
        port.close();
    }

    static Step promotion(int timeline) {
        return new Step.Promote(new Timeline(timeline));
    }

    static Permit permit() {
        var now = CLOCK.now();
        return new Permit.Until(now, now.plus(Duration.ofMinutes(5)), now.plus(Duration.ofMinutes(6)));
    }

    Member member() {
        return new Member(config.name(), LeaseId.NONE, new Document(Map.of("conn_url", "postgres://127.0.0.1:" + config.listenPort() + "/postgres")));
    }

    Upstream upstream() {
        return new Upstream.Of(config.name(), config.connectAddress());
    }

    static <T> T answer(Consumer<Consumer<T>> question) {
        var reply = new CompletableFuture<T>();
        question.accept(reply::complete);
        try {
            return reply.get(120, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError("no answer", late);
        }
    }

    PostgresState look() {
        return answer(reply -> port.observe(WITHIN, reply));
    }

    PostgresState.Running running() {
        assertThat(look()).isInstanceOf(PostgresState.Running.class);
        return (PostgresState.Running) look();
    }

    UpstreamView inspect(Node leader) {
        return answer(reply -> port.inspect(leader.member(), WITHIN, reply));
    }

    StepOutcome attempt(Step step) {
        return answer(reply -> port.perform(step, reply));
    }

    Node step(Step step) {
        assertThat(attempt(step)).as(step.toString()).isEqualTo(StepOutcome.DONE);
        return this;
    }

    Node bootstrap() {
        return step(new Step.InitDatabase(ClusterConfig.DEFAULT)).step(new Step.CreateUsers(ClusterConfig.DEFAULT));
    }

    Node primary() {
        return step(new Step.StartPrimary(permit(), ClusterConfig.DEFAULT));
    }

    Node standbyOf(Node leader) {
        return step(new Step.StartStandby(leader.upstream(), ClusterConfig.DEFAULT));
    }

    Node cloneOf(Node leader) {
        return step(new Step.CloneFrom(leader.member(), ClusterConfig.DEFAULT)).standbyOf(leader);
    }

    Node stop() {
        return step(new Step.Stop(Step.StopMode.FAST, false));
    }

    void until(java.util.function.Predicate<PostgresState> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60)).until(() -> condition.test(look()));
    }

    void untilStreaming() {
        until(state -> state instanceof PostgresState.Running r && r.replication().streaming());
    }

    /// Runs SQL over TCP as the superuser with its password; the first column of the first row, empty when there is none.
    String sql(String statement) {
        try (var connection = Connections.remote(config.connectAddress(), config.superuser(), "postgres", WITHIN); var sql = connection.createStatement()) {
            sql.execute("SET search_path = public");
            if (!sql.execute(statement)) return "";
            try (var rows = sql.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException trouble) {
            throw new AssertionError(statement, trouble);
        }
    }

    /// A base backup with the WAL that it needs.
    void backUp(Path into) {
        try {
            var program = new ProcessBuilder(binaries().resolve("pg_basebackup").toString(), "-D", into.toString(), "-X", "stream", "-c", "fast", "-h", "127.0.0.1", "-p", "" + config.listenPort(), "-U",
                    config.replication().username()).inheritIO();
            program.environment().put("PGPASSWORD", CANARY + config.replication().username());
            assertThat(program.start().waitFor()).isZero();
        } catch (IOException | InterruptedException trouble) {
            throw new AssertionError(trouble);
        }
    }

    Path state() {
        return new StateDirectory(config.dataDir()).path();
    }

    String file(String name) throws IOException {
        return Files.readString(config.dataDir().resolve(name));
    }

    private boolean removed() throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
        return true;
    }

    /// By PostgreSQL itself, where it still heeds anybody: a killed one leaves its shared memory behind.
    private void end() {
        postmaster.signal(Request.QUIT);
        try {
            if (!postmaster.awaitEnd(Duration.ofSeconds(2))) postmaster.killNow();
        } catch (InterruptedException hurry) {
            postmaster.killNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
        end();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !postmaster.running());
        scheduler.close();
        // What writes to a disk for its own ends, the probe, may be at it once more.
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(this::removed);
    }
}
