package io.matriarch.agent.host;

import static io.matriarch.agent.host.Host.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.agent.host.GuardianLaunch.Target;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.view.Moment;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real guardian over a real PostgreSQL with sessions at work. It prints what it measured; nothing tight is asserted of time.
class GuardedPostgresTest {
    private final Heard heard = new Heard();
    private final List<Process> clients = new ArrayList<>();
    private Host host;
    private Path data;

    @BeforeEach
    void initialize() throws Exception {
        host = new Host();
        data = host.directory.resolve("data");
        run(tool("initdb"), "-D", data.toString(), "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions").waitFor();
        assertThat(data.resolve("PG_VERSION")).exists();
    }

    @AfterEach
    void end() throws Exception {
        for (var client : clients) client.destroyForcibly().waitFor();
        host.close();
    }

    /// The newest PostgreSQL of Debian's layout.
    private static String tool(String name) throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Comparator.comparingInt(version -> Integer.parseInt(version.getFileName().toString()))).orElseThrow()
                    .resolve("bin").resolve(name).toString();
        }
    }

    private Process run(String... command) throws IOException {
        var log = Redirect.appendTo(host.directory.resolve("clients.log").toFile());
        var builder = new ProcessBuilder(Host.ordinary(List.of(command))).redirectErrorStream(true).redirectOutput(log).directory(new File("/"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private List<String> postgres(String... settings) throws IOException {
        var command = new ArrayList<>(List.of(tool("postgres"), "-D", data.toString()));
        Stream.concat(Stream.of("listen_addresses=", "unix_socket_directories=" + host.directory, "fsync=off", "dynamic_shared_memory_type=mmap"), Stream.of(settings))
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    private GuardianProcess guardPostgres(String... settings) throws Exception {
        var guardian = host.guard(heard, new Arming.Unarmed(), new Target.Start(postgres(settings), host.environment()));
        awaitReady();
        return guardian;
    }

    private int sql(String statement) throws Exception {
        return run(tool("psql"), "-X", "-h", host.directory.toString(), "-U", "postgres", "-qc", statement).waitFor();
    }

    private void awaitReady() {
        Host.until(() -> sql("select 1") == 0);
    }

    private void client(String... command) throws IOException {
        clients.add(run(command));
    }

    /// Sessions that write without pause and do not wait for anything: the ones that outlive their postmaster.
    private void startWriters() throws Exception {
        assertThat(sql("create table written (n bigint)")).isZero();
        for (var i = 0; i < 3; i++)
            client(tool("psql"), "-X", "-h", host.directory.toString(), "-U", "postgres", "-qc", "insert into written select generate_series(1, 1000000000)");
        Host.until(() -> sql("do $$ begin assert (select count(*) from pg_stat_activity where query like 'insert%' and state = 'active') = 3; end $$") == 0);
    }

    private void report(String what, Moment since) {
        System.out.printf("%s: no process left after %.1f ms%n", what, since.until(Host.CLOCK.now()).toNanos() / 1e6);
        assertThat(host.server()).isEmpty();
    }

    private String log() throws IOException {
        return Files.readString(host.output);
    }

    @Test
    void the_soft_deadline_is_a_fast_shutdown_that_busy_sessions_do_not_outlast() throws Exception {
        var guardian = guardPostgres();
        startWriters();
        var soft = in(0);
        guardian.arm(soft, in(10_000));
        assertThat(heard.await("exited")).isEqualTo("exited 0");
        report("fast shutdown of 3 busy sessions", soft);
        assertThat(heard.all()).containsExactly("running", "fencing SOFT", "exited 0");
        assertThat(log()).contains("received fast shutdown request", "database system is shut down");
    }

    @Test
    void a_standby_that_does_not_answer_cannot_hold_up_the_fast_shutdown() throws Exception {
        var guardian = guardPostgres();
        var wal = Files.createDirectory(host.directory.resolve("wal"));
        client(tool("pg_receivewal"), "-h", host.directory.toString(), "-U", "postgres", "-D", wal.toString(), "--synchronous");
        if (Host.root()) new ProcessBuilder("chown", "65534", wal.toString()).start().waitFor();
        Host.until(() -> sql("do $$ begin assert (select count(*) from pg_stat_replication where state = 'streaming') = 1; end $$") == 0);
        ProcessSignals.send(clients.getLast().pid(), Signal.STOP);
        assertThat(sql("create table unseen (n int)")).isZero();
        var soft = in(0);
        guardian.arm(soft, in(3_000));
        assertThat(heard.await("exited")).isEqualTo("exited 0");
        report("fast shutdown with a frozen standby, 3 s from soft to hard", soft);
        assertThat(heard.all()).doesNotContain("fencing HARD");
        assertThat(soft.until(Host.CLOCK.now()).toMillis()).isGreaterThan(1_700);
        assertThat(log()).doesNotContain("received immediate shutdown request");
    }

    @Test
    void a_postmaster_killed_leaves_no_writing_backend() throws Exception {
        var guardian = guardPostgres();
        startWriters();
        var killed = in(0);
        ProcessSignals.send(guardian.server().pid(), Signal.KILL);
        heard.await("exited signal 9");
        report("postmaster killed under 3 writers", killed);
    }

    @Test
    void a_frozen_postmaster_is_killed_with_its_backends_at_the_hard_deadline() throws Exception {
        var guardian = guardPostgres();
        startWriters();
        ProcessSignals.send(guardian.server().pid(), Signal.STOP);
        var hard = in(500);
        guardian.arm(in(100), hard);
        heard.await("exited signal 9");
        report("hard fence, postmaster frozen, 3 writers", hard);
    }

    @Test
    void an_agent_that_is_gone_does_not_keep_the_deadline_from_firing() throws Exception {
        var guardian = guardPostgres();
        startWriters();
        guardian.arm(in(300), in(3_000));
        guardian.close();
        host.awaitNone();
        assertThat(log()).contains("received fast shutdown request");
    }

    @Test
    void a_returning_agent_finds_the_server_untouched() throws Exception {
        guardPostgres().close();
        heard.await("lost");
        var again = new Heard();
        var guardian = host.attach(again);
        assertThat(LeftoverPostmaster.find(data)).isEqualTo(new LeftoverPostmaster.Running(guardian.server().pid(), guardian.server().startTicks()));
        assertThat(sql("select 1")).isZero();
        guardian.signal(GuardianProcess.Request.INT);
        assertThat(again.await("exited")).isEqualTo("exited 0");
        assertThat(LeftoverPostmaster.find(data)).isEqualTo(new LeftoverPostmaster.None());
    }

    @Test
    void a_guardian_killed_takes_a_busy_server_along() throws Exception {
        guardPostgres();
        startWriters();
        var killed = in(0);
        ProcessSignals.send(host.guardian(), Signal.KILL);
        heard.await("lost");
        host.awaitNone();
        report("guardian killed over 3 writers", killed);
        assertThat(log()).contains("received immediate shutdown request");
    }

    /// Nobody but the guardian's agent notices, and it has lost no time.
    @Test
    void a_guardian_frozen_and_thawed_before_the_deadline_has_changed_nothing() throws Exception {
        var guardian = guardPostgres();
        startWriters();
        guardian.arm(in(10_000), in(15_000));
        ProcessSignals.send(host.guardian(), Signal.STOP);
        assertThat(guardian.arm(in(12_000), in(17_000))).isInstanceOf(GuardianOutcome.Unanswered.class);
        assertThat(sql("insert into written values (-1)")).isZero();
        ProcessSignals.send(host.guardian(), Signal.CONT);
        assertThat(guardian.arm(in(20_000), in(25_000)).accepted()).isTrue();
        assertThat(sql("do $$ begin assert (select count(*) from pg_stat_activity where query like 'insert%' and state = 'active') = 3; end $$")).isZero();
        assertThat(guardian.disarm().accepted()).isTrue();
        assertThat(heard.all()).containsExactly("running");
    }

    /// While it is frozen nobody ends the server (the agent's leash does, by its own hand): how long that lasts after the thaw is what counts.
    @Test
    void a_guardian_thawed_past_the_deadline_ends_a_busy_server_before_it_hears_anybody() throws Exception {
        var guardian = guardPostgres();
        startWriters();
        guardian.arm(in(200), in(800));
        ProcessSignals.send(host.guardian(), Signal.STOP);
        var over = in(1_000);
        Host.until(() -> over.isBefore(Host.CLOCK.now()));
        assertThat(sql("insert into written values (-1)")).as("it is writable still").isZero();
        assertThat(guardian.arm(in(60_000), in(70_000))).isInstanceOf(GuardianOutcome.Unanswered.class);
        var thawed = in(0);
        ProcessSignals.send(host.guardian(), Signal.CONT);
        assertThat(heard.await("exited")).isEqualTo("exited signal 9");
        report("guardian thawed past the hard deadline over 3 writers", thawed);
    }

    @Test
    void a_guardian_killed_while_it_is_frozen_takes_a_busy_server_along() throws Exception {
        guardPostgres();
        startWriters();
        ProcessSignals.send(host.guardian(), Signal.STOP);
        var killed = in(0);
        ProcessSignals.send(host.guardian(), Signal.KILL);
        heard.await("lost");
        host.awaitNone();
        report("frozen guardian killed over 3 writers", killed);
    }

    /// The postmaster kills what does not heed its SIGQUIT, after 5 s; until then it is as frozen as it was.
    @Test
    void a_frozen_backend_does_not_outlive_a_killed_guardian_for_long() throws Exception {
        guardPostgres();
        startWriters();
        var postmaster = LeftoverPostmaster.find(data) instanceof LeftoverPostmaster.Running(var pid, _) ? pid : -1;
        var writer = host.server().stream().filter(process -> process.parent() == postmaster).mapToLong(ProcessFacts::pid).max().orElseThrow();
        ProcessSignals.send(writer, Signal.STOP);
        var killed = in(0);
        ProcessSignals.send(host.guardian(), Signal.KILL);
        heard.await("lost");
        Host.until(() -> host.server().stream().allMatch(process -> process.pid() == writer || process.pid() == postmaster));
        System.out.printf("guardian killed over a frozen backend and others: the others gone after %.1f ms%n", killed.until(Host.CLOCK.now()).toNanos() / 1e6);
        host.awaitNone();
        report("the frozen one and its postmaster", killed);
    }

    @Test
    void the_log_collector_writes_its_last_line() throws Exception {
        var guardian = guardPostgres("logging_collector=on", "log_filename=server.log");
        startWriters();
        guardian.signal(GuardianProcess.Request.INT);
        assertThat(heard.await("exited")).isEqualTo("exited 0");
        assertThat(data.resolve("log/server.log")).content().contains("database system is shut down");
        assertThat(host.server()).isEmpty();
    }

    /// A server somebody else started, in a session of its own.
    private GuardianProcess adoptForeign() throws Exception {
        client(Stream.concat(Stream.of("setsid"), postgres().stream()).toArray(String[]::new));
        awaitReady();
        return switch (LeftoverPostmaster.find(data)) {
            case LeftoverPostmaster.Running(var pid, var start) -> host.guard(heard, new Arming.Unarmed(), new Target.Adopt(pid, start));
            case LeftoverPostmaster other -> throw new AssertionError(other.toString());
        };
    }

    @Test
    void an_adopted_server_is_stopped_at_the_soft_deadline() throws Exception {
        var guardian = adoptForeign();
        startWriters();
        guardian.arm(in(0), in(10_000));
        heard.await("exited unknown");
        assertThat(host.server()).isEmpty();
        assertThat(heard.all()).doesNotContain("fencing HARD");
    }

    /// It is nobody's child, so no death signal reaches it: the next guardian is given the same deadlines.
    @Test
    void an_adopted_server_outlives_its_guardian_and_the_next_one_ends_it() throws Exception {
        var guardian = adoptForeign();
        startWriters();
        var soft = in(60_000);
        guardian.arm(soft, in(61_000));
        ProcessSignals.send(host.guardian(), Signal.KILL);
        heard.await("lost");
        assertThat(sql("insert into written values (-1)")).isZero();
        var again = new Heard();
        host.guard(again, new Arming.Armed(in(300), in(900)), new Target.Adopt(guardian.server().pid(), guardian.server().startTicks()));
        assertThat(again.await("exited")).isEqualTo("exited unknown");
        assertThat(host.server()).isEmpty();
    }

    @Test
    void a_guardian_frozen_over_an_adopted_server_ends_it_when_it_thaws() throws Exception {
        var guardian = adoptForeign();
        startWriters();
        guardian.arm(in(200), in(800));
        ProcessSignals.send(host.guardian(), Signal.STOP);
        var over = in(1_000);
        Host.until(() -> over.isBefore(Host.CLOCK.now()));
        var thawed = in(0);
        ProcessSignals.send(host.guardian(), Signal.CONT);
        heard.await("exited unknown");
        report("guardian thawed past the hard deadline over an adopted server", thawed);
    }

    @Test
    void an_adopted_server_is_killed_whole() throws Exception {
        var guardian = adoptForeign();
        startWriters();
        var killed = in(0);
        assertThat(guardian.kill().accepted()).isTrue();
        heard.await("exited unknown");
        report("adopted server killed under 3 writers", killed);
    }

    @Test
    void an_adopted_postmaster_that_dies_leaves_no_writing_backend() throws Exception {
        var guardian = adoptForeign();
        startWriters();
        var killed = in(0);
        ProcessSignals.send(guardian.server().pid(), Signal.KILL);
        heard.await("exited unknown");
        report("adopted postmaster killed under 3 writers", killed);
        assertThat(LeftoverPostmaster.find(data)).isInstanceOf(LeftoverPostmaster.Stale.class);
    }
}
