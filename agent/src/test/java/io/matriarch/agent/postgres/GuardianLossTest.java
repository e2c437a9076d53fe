package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.ProcessFacts;
import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.port.Step;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A guardian that is killed or frozen under a real server, seen from the agent.
class GuardianLossTest {
    private Node a;

    @BeforeEach
    void primary() throws Exception {
        a = new Node("a");
        a.bootstrap().primary();
    }

    @AfterEach
    void end() throws Exception {
        a.close();
    }

    private static void until(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30)).until(condition);
    }

    /// The process that serves this server's socket: the parent of a server it started; for an adopted one, whoever has the socket in its words.
    private LongStream guardians() {
        return ProcessHandle.allProcesses().filter(process -> ProcessFacts.read(process.pid()).filter(facts -> facts.name().startsWith("matriarch-guard") && facts.alive()).isPresent())
                .filter(process -> process.info().arguments().filter(words -> List.of(words).contains(a.state().resolve("guardian.sock").toString())).isPresent())
                .mapToLong(ProcessHandle::pid);
    }

    private long guardian() {
        return guardians().findFirst().orElseThrow();
    }

    /// Kills it, and waits until the agent has found the server again under another.
    private void loseGuardian() {
        var lost = guardian();
        ProcessSignals.send(lost, Signal.KILL);
        until(() -> a.look() instanceof PostgresState.Running && guardians().anyMatch(pid -> pid != lost));
    }

    private void stopAndAdopt() throws Exception {
        a.stop();
        var command = List.of(a.config.binDir().resolve("pg_ctl").toString(), "-D", a.config.dataDir().toString(), "-w", "-o", "-p " + a.config.listenPort(),
                "-l", a.home.resolve("foreign.log").toString(), "start");
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(a.home.resolve("ctl.log").toFile()).start().waitFor()).isZero();
        assertThat(a.running().primary()).isTrue();
    }

    @Test
    void a_killed_guardian_leaves_no_server_and_the_next_start_works() {
        var server = a.postmaster.pid();
        ProcessSignals.send(guardian(), Signal.KILL);
        until(() -> !a.postmaster.running());
        until(() -> ProcessFacts.read(server).filter(ProcessFacts::alive).isEmpty()); // the postmaster takes its file away last but one
        a.primary();
        assertThat(a.running().primary()).isTrue();
    }

    @Test
    void a_frozen_guardian_confirms_nothing_and_at_the_end_the_agent_kills_by_its_own_hand() {
        var server = a.postmaster.pid();
        ProcessSignals.send(guardian(), Signal.STOP);
        assertThat(a.postmaster.arm((Permit.Until) Node.permit())).as("no permit by a guardian that does not answer").isFalse();
        var asked = Node.CLOCK.now();
        a.postmaster.killNow();
        until(() -> ProcessFacts.read(server).filter(ProcessFacts::alive).isEmpty() && !a.postmaster.running());
        System.out.printf("server killed over a frozen guardian's head: gone after %.1f ms%n", asked.until(Node.CLOCK.now()).toNanos() / 1e6);
        a.primary();
        assertThat(a.running().primary()).isTrue();
    }

    /// Between its guardian's death and the next renewal an adopted server was guarded by nobody, and had the agent died then, for ever.
    @Test
    void an_adopted_server_that_lost_its_guardian_gets_another_with_the_same_deadlines() throws Exception {
        stopAndAdopt();
        var permit = (Permit.Until) Node.permit();
        assertThat(a.postmaster.arm(permit)).isTrue();
        var server = a.postmaster.pid();
        loseGuardian();
        assertThat(a.postmaster.pid()).isEqualTo(server);
        assertThat(a.postmaster.armed()).isInstanceOfSatisfying(Permit.Until.class, armed -> {
            assertThat(armed.soft()).isEqualTo(permit.soft());
            assertThat(armed.hard()).isEqualTo(permit.hard());
        });
        a.postmaster.disarm();
        loseGuardian();
        assertThat(a.postmaster.armed()).as("what was disarmed stays so").isEqualTo(Permit.NONE);
    }

    @Test
    void a_server_is_not_started_over_one_that_was_adopted() throws Exception {
        stopAndAdopt();
        assertThat(a.attempt(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT)).toString()).contains("running already");
    }
}
