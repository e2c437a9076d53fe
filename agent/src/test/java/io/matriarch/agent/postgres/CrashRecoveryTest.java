package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A primary that crashed recovers in single-user mode for as long as the test likes: that mode ends when its standard input does, which is a pipe here.
class CrashRecoveryTest {
    @TempDir
    private Path home;
    private Path pipe;
    private Node a;

    @BeforeAll
    static void notAsRoot() {
        Node.notAsRoot();
    }

    @BeforeEach
    void crashed() throws Exception {
        pipe = home.resolve("input");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        a = new Node("a", Map.of(), List.of(), Map.of("postgres", program().toString()), Node.REBUILDING);
        a.bootstrap().primary();
        ProcessSignals.send(a.postmaster.pid(), Signal.KILL);
        a.until(state -> state instanceof PostgresState.Stopped);
    }

    private Path program() throws IOException {
        var postgres = Node.binaries().resolve("postgres");
        var program = Files.createFile(home.resolve("postgres"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(program, """
                #!/bin/sh
                if test "$1" = --single; then exec '%s' "$@" < '%s'; fi
                exec '%s' "$@"
                """.formatted(postgres, pipe, postgres));
    }

    @AfterEach
    void end() throws Exception {
        a.close();
    }

    private void untilSingleUser() {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> a.file("postmaster.pid").startsWith("-"));
    }

    private static boolean arms(Postmaster guardian) {
        return guardian.arm((Permit.Until) Node.permit());
    }

    @Test
    void as_long_as_a_primary_recovers_its_leader_keeps_its_permit_for_nobody_can_connect() throws Exception {
        var ended = new CompletableFuture<StepOutcome>();
        try (var _ = new RandomAccessFile(pipe.toFile(), "rw")) {
            a.port.perform(new Step.Recover(ClusterConfig.DEFAULT), ended::complete);
            untilSingleUser();
            assertThat(arms(a.postmaster)).isTrue();
            assertThat(a.look()).isInstanceOfSatisfying(PostgresState.Stopped.class, stopped -> {
                assertThat(stopped.crashed()).isTrue();
                assertThat(stopped.control().cleanly()).isFalse();
            });
            assertThat(a.postmaster.running()).as("no other may be started").isTrue();
            assertThat(ended).isNotDone();
        }
        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(StepOutcome.DONE);
        assertThat(a.look()).isInstanceOfSatisfying(PostgresState.Stopped.class, stopped -> {
            assertThat(stopped.crashed()).isTrue();
            assertThat(stopped.control().cleanly()).isTrue();
        });
        a.primary();
        assertThat(a.running().primary()).isTrue();
    }

    @Test
    void one_that_an_agent_left_when_it_died_is_no_server_to_lead_with() throws Exception {
        var ended = new CompletableFuture<StepOutcome>();
        try (var _ = new RandomAccessFile(pipe.toFile(), "rw"); var scheduler = new TestScheduler()) {
            a.port.perform(new Step.Recover(ClusterConfig.DEFAULT), ended::complete);
            untilSingleUser();
            var postmaster = new Postmaster(a.config);
            try (var next = new LocalPostgresServer(a.config, postmaster, Node.CLOCK, scheduler)) {
                assertThat(Node.<PostgresState>answer(reply -> next.observe(Node.WITHIN, reply))).isInstanceOf(PostgresState.Unusable.class);
                assertThat(postmaster.armed()).isEqualTo(Permit.NONE);
                assertThat(Node.<StepOutcome>answer(reply -> next.perform(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT), reply))).isInstanceOf(StepOutcome.Failed.class);
            }
        }
        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(StepOutcome.DONE);
    }
}
