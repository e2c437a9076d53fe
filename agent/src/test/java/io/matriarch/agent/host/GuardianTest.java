package io.matriarch.agent.host;

import static io.matriarch.agent.host.Host.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.GuardedServer.Arming;
import io.matriarch.agent.host.GuardianLaunch.Target;
import io.matriarch.agent.host.GuardianProcess.Opening;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.agent.journal.Entry;
import io.matriarch.agent.journal.FenceRecord;
import io.matriarch.agent.journal.FenceRecord.Deed.ByGuardian;
import io.matriarch.agent.journal.FenceRecord.Reach;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real guardian over a stub server: a tree of shells that is as stubborn as a server can be.
class GuardianTest {
    /// Ignores every polite signal; has a child, a grandchild, and a daemon that left session and parent.
    private static final List<String> STUBBORN = List.of("/bin/sh", "-c",
            "trap '' INT QUIT TERM; (setsid sh -c 'sleep 600 & sleep 601' &) ; (sleep 602 & sleep 603); wait; sleep 604");
    private static final int STUBBORN_SIZE = 5;
    /// Ends as it is asked to, once it has said that it listens: a signal that comes before its trap would end it otherwise.
    private static final List<String> OBEDIENT = List.of("/bin/sh", "-c", "trap 'exit 3' INT; echo listening; while :; do sleep 0.01; done");

    private final Heard heard = new Heard();
    private Host host;

    @BeforeEach
    void open() throws Exception {
        host = new Host();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    private GuardianProcess guard(List<String> command) {
        return host.guard(heard, command.toArray(String[]::new));
    }

    private GuardianProcess guardStubborn() {
        var guardian = guard(STUBBORN);
        host.awaitProcesses(STUBBORN_SIZE);
        return guardian;
    }

    private GuardianProcess guardObedient() {
        var guardian = guard(OBEDIENT);
        Host.until(() -> Files.readString(host.output).contains("listening"));
        return guardian;
    }

    private SocketChannel raw() throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(host.socket));
        return channel;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        for (var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)); bytes.hasRemaining();) channel.write(bytes);
    }

    @Test
    void a_started_server_runs_unarmed_behind_a_private_socket() throws Exception {
        var guardian = guardObedient();
        assertThat(guardian.server().arming()).isEqualTo(new Arming.Unarmed());
        assertThat(ProcessFacts.read(guardian.server().pid())).hasValueSatisfying(facts -> {
            assertThat(facts.parent()).isEqualTo(host.guardian());
            assertThat(facts.startTicks()).isEqualTo(guardian.server().startTicks());
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.socket))).isEqualTo("rw-------");
    }

    @Test
    void the_soft_deadline_asks_the_server_to_stop_and_reports_how_it_ended() throws Exception {
        var guardian = guardObedient();
        assertThat(guardian.arm(in(100), in(10_000)).accepted()).isTrue();
        assertThat(heard.await("exited")).isEqualTo("exited 3");
        assertThat(heard.all()).containsExactly("running", "fencing SOFT", "exited 3");
        assertThat(host.server()).isEmpty();
        assertThat(host.socket).doesNotExist();
    }

    @Test
    void the_hard_deadline_ends_children_grandchildren_and_daemons() throws Exception {
        var guardian = guardStubborn();
        var hard = in(300);
        guardian.arm(in(100), hard);
        assertThat(heard.await("exited")).isEqualTo("exited signal 9");
        System.out.printf("hard fence of %d processes: %.1f ms after the deadline%n", STUBBORN_SIZE + 1, hard.until(Host.CLOCK.now()).toNanos() / 1e6);
        assertThat(host.server()).isEmpty();
        assertThat(heard.all()).contains("fencing SOFT", "fencing HARD");
    }

    /// The line that only the guardian can write: the agent of this test is silent, but its connection is open.
    @Test
    void after_a_fence_it_says_what_it_did_and_why() throws Exception {
        var guardian = guardStubborn();
        guardian.arm(in(300), in(500));
        assertThat(heard.await("exited")).isEqualTo("exited signal 9");
        Host.until(() -> host.accounts().size() == 1);
        assertThat(Files.getPosixFilePermissions(host.accounts().getFirst())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Entry.parse(Files.readString(host.accounts().getFirst()))).isInstanceOfSatisfying(Entry.Reading.Read.class, read -> {
            var fence = (FenceRecord) read.entry();
            assertThat(fence.time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(fence.overdue()).isLessThan(Duration.ofSeconds(20));
            assertThat(fence.silence()).isEqualTo(fence.renewed()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
            assertThat(fence.deed()).isInstanceOfSatisfying(ByGuardian.class, deed -> {
                assertThat(deed).isEqualTo(new ByGuardian(false, true, Reach.HARD, deed.killed(), deed.took(), "signal 9"));
                assertThat(deed.killed()).isGreaterThan(STUBBORN_SIZE);
                assertThat(deed.took()).isBetween(Duration.ofMillis(190), Duration.ofSeconds(20));
            });
        });
    }

    @Test
    void it_says_nothing_of_a_server_that_was_not_fenced_and_tells_an_order_from_a_deadline() throws Exception {
        var polite = guardObedient();
        polite.signal(GuardianProcess.Request.INT);
        heard.await("exited 3");
        Host.until(() -> Files.readString(host.output).contains("not fenced"));
        assertThat(host.accounts()).isEmpty();
        var second = new Heard();
        host.guard(second, OBEDIENT.toArray(String[]::new)).kill();
        second.await("exited signal 9");
        Host.until(() -> host.accounts().size() == 1);
        assertThat(Files.readString(host.accounts().getFirst())).contains("\"ordered\":true", "\"connected\":true", "\"overdue\":\"PT0.000S\"", "\"killed\":");
    }

    @Test
    void an_agent_that_is_gone_is_told_from_one_that_stands_still() throws Exception {
        var guardian = guardStubborn();
        guardian.arm(in(300), in(400));
        guardian.close();
        Host.until(() -> host.accounts().size() == 1);
        assertThat(Files.readString(host.accounts().getFirst())).contains("\"ordered\":false", "\"connected\":false", "\"reach\":\"HARD\"");
        host.awaitNone();
    }

    @Test
    void a_frozen_postmaster_is_killed_with_all_its_children() throws Exception {
        var guardian = guardStubborn();
        ProcessSignals.send(guardian.server().pid(), Signal.STOP);
        guardian.arm(in(50), in(200));
        heard.await("exited signal 9");
        assertThat(host.server()).isEmpty();
    }

    @Test
    void what_a_dead_postmaster_leaves_behind_is_killed_before_its_end_is_reported() throws Exception {
        var guardian = guardStubborn();
        ProcessSignals.send(guardian.server().pid(), Signal.KILL);
        heard.await("exited signal 9");
        assertThat(host.server()).isEmpty();
        assertThat(heard.all()).noneMatch(event -> event.startsWith("fencing"));
    }

    @Test
    void a_lost_connection_disarms_nothing() throws Exception {
        var guardian = guardStubborn();
        guardian.arm(in(200), in(400));
        guardian.close();
        heard.await("lost");
        host.awaitNone();
        Host.until(() -> !Files.exists(host.socket));
    }

    @Test
    void a_server_started_armed_is_ended_though_no_agent_ever_spoke() throws Exception {
        var guardian = host.guard(heard, new Arming.Armed(in(200), in(300)), new Target.Start(STUBBORN, host.environment()));
        assertThat(guardian.server().arming()).isInstanceOf(Arming.Armed.class);
        heard.await("exited signal 9");
        assertThat(host.server()).isEmpty();
    }

    @Test
    void a_deadline_that_is_moved_in_time_does_not_fire() throws Exception {
        var guardian = guardStubborn();
        for (var i = 0; i < 20; i++) {
            var renewed = Host.CLOCK.now();
            assertThat(guardian.arm(in(200), in(400)).accepted()).isTrue();
            Host.until(() -> renewed.until(Host.CLOCK.now()).toMillis() >= 30);
        }
        assertThat(guardian.disarm().accepted()).isTrue();
        var disarmed = Host.CLOCK.now();
        Host.until(() -> disarmed.until(Host.CLOCK.now()).toMillis() >= 500);
        assertThat(heard.all()).containsExactly("running");
        assertThat(host.server()).hasSizeGreaterThanOrEqualTo(STUBBORN_SIZE);
    }

    @Test
    void a_deadline_in_the_past_fires_at_once_and_a_fence_is_not_taken_back() throws Exception {
        var guardian = guardStubborn();
        guardian.arm(in(-100), in(5_000));
        heard.await("fencing SOFT");
        assertThat(guardian.arm(in(60_000), in(70_000))).isEqualTo(new GuardianOutcome.Refused("fencing has begun"));
        assertThat(guardian.disarm()).isEqualTo(new GuardianOutcome.Refused("fencing has begun"));
        assertThat(guardian.kill().accepted()).isTrue();
        heard.await("exited signal 9");
        assertThat(host.server()).isEmpty();
    }

    @Test
    void a_guardian_frozen_past_the_deadline_fences_before_it_listens() throws Exception {
        var guardian = guardStubborn();
        guardian.arm(in(100), in(200));
        ProcessSignals.send(host.guardian(), Signal.STOP);
        var hard = in(400);
        Host.until(() -> hard.isBefore(Host.CLOCK.now()));
        assertThat(guardian.arm(in(60_000), in(70_000))).isInstanceOf(GuardianOutcome.Unanswered.class);
        assertThat(host.server()).isNotEmpty();
        var thaw = Host.CLOCK.now();
        ProcessSignals.send(host.guardian(), Signal.CONT);
        heard.await("exited signal 9");
        System.out.printf("thawed past the hard deadline: gone %.1f ms after the thaw%n", thaw.until(Host.CLOCK.now()).toNanos() / 1e6);
        assertThat(host.server()).isEmpty();
    }

    @Test
    void the_newest_connection_wins_and_learns_the_deadline() throws Exception {
        var first = guardStubborn();
        var soft = in(60_000);
        first.arm(soft, in(70_000));
        var heardBySecond = new Heard();
        var second = host.attach(heardBySecond);
        heard.await("lost");
        assertThat(second.server()).isEqualTo(first.server());
        assertThat(second.server().arming()).isInstanceOfSatisfying(Arming.Armed.class, armed -> assertThat(armed.soft()).isEqualTo(soft));
        assertThat(first.disarm()).isInstanceOf(GuardianOutcome.Disconnected.class);
        assertThat(second.kill().accepted()).isTrue();
        heardBySecond.await("exited signal 9");
    }

    @Test
    void garbage_half_lines_and_floods_neither_disarm_nor_delay() throws Exception {
        var guardian = guardStubborn();
        var hard = in(1_000);
        guardian.arm(in(800), hard);
        try (var half = raw()) {
            write(half, "DISAR");
        }
        try (var nonsense = raw()) {
            write(nonsense, "DISARM please\nARM 1\nARM x y\nARM 9 1\nARM -1 5\nARM 99999999999999999999 99999999999999999999\nSIGNAL KILL\n\n\0\nARM 1 9000000000000000000\n");
            var answers = ByteBuffer.allocate(4096);
            Host.until(() -> {
                nonsense.read(answers);
                return new String(answers.array(), 0, answers.position(), StandardCharsets.US_ASCII).split("ERR ", -1).length == 11;
            });
        }
        try (var endless = raw()) {
            write(endless, "A".repeat(150));
            write(endless, "A".repeat(150));
            var flood = "STATUS\n".repeat(1000);
            Host.until(() -> {
                try (var flooding = raw()) {
                    for (var i = 0; i < 100; i++) write(flooding, flood);
                } catch (IOException dropped) {
                    // who does not read the answers is dropped
                }
                return host.server().size() < STUBBORN_SIZE;
            });
        }
        assertThat(hard.until(Host.CLOCK.now()).toMillis()).isBetween(-200L, 500L);
        host.awaitNone();
    }

    @Test
    void signals_reach_the_postmaster() throws Exception {
        var guardian = guard(List.of("/bin/sh", "-c", "trap 'echo hup >&2' HUP; trap 'exit 7' TERM; echo ready; while :; do sleep 0.01; done"));
        Host.until(() -> Files.readString(host.output).contains("ready"));
        assertThat(guardian.signal(GuardianProcess.Request.HUP).accepted()).isTrue();
        Host.until(() -> Files.readString(host.output).contains("hup"));
        guardian.signal(GuardianProcess.Request.TERM);
        heard.await("exited 7");
    }

    @Test
    void a_stale_socket_is_replaced_and_a_living_guardian_is_not() throws Exception {
        Files.createFile(host.socket);
        var guardian = guardStubborn();
        var second = host.open(new Target.Start(STUBBORN, host.environment()), new Arming.Unarmed(), new Heard());
        assertThat(second).isInstanceOfSatisfying(Opening.Failed.class, failed -> assertThat(failed.reason()).contains("another guardian already serves"));
        assertThat(guardian.kill().accepted()).isTrue();
    }

    @Test
    void a_program_that_is_missing_is_told() {
        var opening = host.open(new Target.Start(List.of("/nowhere/postgres"), host.environment()), new Arming.Unarmed(), heard);
        Host.until(() -> !Files.exists(host.socket) && Files.readString(host.output).contains("/nowhere/postgres: No such file"));
        assertThat(opening).satisfiesAnyOf(o -> assertThat(o).isInstanceOf(Opening.Failed.class), o -> assertThat(heard.await("exited")).isEqualTo("exited 127"));
    }

    @Test
    void a_guardian_killed_takes_its_server_along() throws Exception {
        guard(List.of("/bin/sleep", "600"));
        host.awaitProcesses(1);
        ProcessSignals.send(host.guardian(), Signal.KILL);
        heard.await("lost");
        host.awaitNone();
    }

    @Test
    void only_the_process_that_was_found_is_adopted() {
        var opening = host.open(new Target.Adopt(ProcessHandle.current().pid(), 1), new Arming.Unarmed(), heard);
        assertThat(opening).isInstanceOf(Opening.Failed.class);
        Host.until(() -> Files.readString(host.output).contains("cannot adopt this process"));
    }
}
