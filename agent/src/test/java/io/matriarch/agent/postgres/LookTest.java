package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a look says of a server that is well, frozen, full, killed, foreign, or was left by an agent that died.
class LookTest {
    private Node a;

    @BeforeAll
    static void notAsRoot() {
        Node.notAsRoot();
    }

    @BeforeEach
    void start() throws Exception {
        a = new Node("a");
        a.bootstrap().primary();
    }

    @AfterEach
    void end() throws Exception {
        a.close();
    }

    private double[] looks(int count) {
        var times = new double[count];
        for (var i = 0; i < count; i++) {
            var begin = System.nanoTime();
            assertThat(a.look()).isInstanceOf(PostgresState.Running.class);
            times[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(times);
        return times;
    }

    @Test
    void a_look_is_cheap_and_uses_one_connection() {
        looks(300);
        var times = looks(200);
        System.out.printf("look: median %.2f ms, p99 %.2f ms%n", times[100], times[198]);
        assertThat(a.sql("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")).isEqualTo("2");
    }

    @Test
    void the_postmasters_death_is_noticed_in_milliseconds_and_the_start_recovers() throws Exception {
        a.sql("CREATE TABLE t AS SELECT 1 AS x");
        a.look();
        var noticed = new CountDownLatch(1);
        a.port.onChange(noticed::countDown);
        var begin = System.nanoTime();
        ProcessSignals.send(a.postmaster.pid(), Signal.KILL);
        assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
        System.out.printf("death noticed after %.1f ms%n", (System.nanoTime() - begin) / 1e6);
        var state = (PostgresState.Stopped) a.look();
        assertThat(state.crashed()).isTrue();
        assertThat(state.control().cleanly()).isFalse();
        assertThat(state.control().standby()).isFalse();
        begin = System.nanoTime();
        a.primary();
        System.out.printf("crash recovery start: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
        assertThat(a.sql("SELECT x FROM t")).isEqualTo("1");
        a.stop();
        begin = System.nanoTime();
        a.primary();
        System.out.printf("clean start: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
        begin = System.nanoTime();
        a.stop();
        System.out.printf("fast stop: %.0f ms%n", (System.nanoTime() - begin) / 1e6);
        assertThat(((PostgresState.Stopped) a.look()).crashed()).isFalse();
        assertThat(((PostgresState.Stopped) a.look()).control().cleanly()).isTrue();
    }

    @Test
    void a_frozen_postmaster_is_silent_within_the_bound_though_old_sessions_answer() throws Exception {
        a.look();
        ProcessSignals.send(a.postmaster.pid(), Signal.STOP);
        var within = Duration.ofMillis(400);
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            var begin = System.nanoTime();
            var state = Node.<PostgresState>answer(reply -> a.port.observe(within, reply));
            assertThat(System.nanoTime() - begin).as("answered within").isLessThan(within.multipliedBy(4).toNanos());
            return state instanceof PostgresState.Silent silent && silent.primary();
        });
        var silence = (PostgresState.Silent) a.look();
        for (var look = 0; look < 5; look++) assertThat(a.look()).as("silent as long as it takes no connection, and since then").isEqualTo(silence);
        ProcessSignals.send(a.postmaster.pid(), Signal.CONT);
        a.until(state -> state instanceof PostgresState.Running);
    }

    @Test
    void a_full_server_is_alive() throws Exception {
        var connections = new ArrayList<Connection>();
        a.closeAgent();
        try {
            for (var more = true; more;) {
                try {
                    connections.add(Connections.remote(a.config.connectAddress(), a.config.superuser(), "postgres", Node.WITHIN));
                } catch (java.sql.SQLException full) {
                    assertThat(full.getSQLState()).isEqualTo("53300");
                    more = false;
                }
            }
            a.open();
            assertThat(a.look().alive()).isTrue();
            assertThat(a.look().writable()).isTrue();
            assertThat(a.look()).as("who is silent is killed in the end").isNotInstanceOf(PostgresState.Silent.class);
        } finally {
            for (var connection : connections) connection.close();
        }
        a.until(state -> state instanceof PostgresState.Running);
    }

    /// The agent keeps its own connection, and what it last saw stands when even that is gone: the node stays leader.
    @Test
    void a_server_that_fills_up_stays_what_it_is() throws Exception {
        var before = a.running();
        var connections = new ArrayList<Connection>();
        try {
            fill(connections);
            assertThat(a.look()).isInstanceOfSatisfying(PostgresState.Running.class, r -> assertThat(r.primary()).isTrue());
            try (var statement = connections.getFirst().createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Matriarch' AND query LIKE 'WITH role AS%' AND pid <> pg_backend_pid()");
            }
            // Its end is not at once, and its place goes to the next who comes.
            org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).until(() -> {
                var free = connections.size();
                fill(connections);
                return connections.size() > free;
            });
            for (var look = 0; look < 5; look++) assertThat(a.look()).isInstanceOfSatisfying(PostgresState.Running.class, r -> assertThat(r.primary()).isTrue());
        } finally {
            for (var connection : connections) connection.close();
        }
        a.until(state -> state instanceof PostgresState.Running);
        assertThat(a.running().facts().startedAt()).as("it was never restarted").isEqualTo(before.facts().startedAt());
    }

    private void fill(List<Connection> connections) {
        while (true) {
            try {
                connections.add(Connections.remote(a.config.connectAddress(), a.config.superuser(), "postgres", Node.WITHIN));
            } catch (java.sql.SQLException full) {
                assertThat(full.getSQLState()).isEqualTo("53300");
                return;
            }
        }
    }

    @Test
    void an_agent_that_comes_back_finds_its_server_and_its_permit() {
        var started = a.running().facts().startedAt();
        a.closeAgent();
        a.open();
        assertThat(a.postmaster.armed()).isInstanceOf(Permit.Until.class);
        assertThat(a.running().facts().startedAt()).isEqualTo(started);
    }

    @Test
    void a_server_without_a_guardian_is_adopted() throws Exception {
        a.stop();
        var command = new ArrayList<>(java.util.List.of(a.config.binDir().resolve("pg_ctl").toString(), "-D", a.config.dataDir().toString(), "-w", "-o", "-p " + a.config.listenPort(),
                "-l", a.home.resolve("foreign.log").toString(), "start"));
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(a.home.resolve("ctl.log").toFile()).start().waitFor()).isZero();
        assertThat(a.running().primary()).isTrue();
        a.stop();
        assertThat(a.look()).isInstanceOf(PostgresState.Stopped.class);
    }

    @Test
    void a_configuration_that_cannot_start_is_reported_in_its_words() throws Exception {
        a.stop();
        java.nio.file.Files.writeString(a.config.dataDir().resolve("postgresql.base.conf"), "max_files_per_process = 'a lot'\n");
        assertThat(a.attempt(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT))).isInstanceOfSatisfying(StepOutcome.Failed.class,
                failed -> assertThat(failed.reason()).contains("max_files_per_process").doesNotContain(Node.CANARY));
    }
}
