package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Permit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's scripts beside a real server.
class HooksTest {
    @TempDir Path here;

    @BeforeEach
    void ordinaryUser() {
        Node.notAsRoot();
    }

    private String script(String name, String body) throws IOException {
        var file = Files.writeString(here.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x")).toString();
    }

    private String telling() throws IOException {
        return script("tell", "echo \"$@\" >> " + here + "/said");
    }

    private String said() throws IOException {
        return Files.exists(here.resolve("said")) ? Files.readString(here.resolve("said")) : "";
    }

    private void until(String text) {
        Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> said().contains(text));
    }

    @Test
    void callbacks_hear_of_a_start_a_reload_a_crash_and_the_start_after_it() throws Exception {
        var tell = telling();
        try (var a = new Node("a"); var b = new Node("b", Map.of("callbacks", Map.of("on_start", tell, "on_stop", tell, "on_restart", tell, "on_reload", tell, "on_role_change", tell)))) {
            a.bootstrap().primary();
            try (var agent = new Rejoining(b, a.running().systemId(), Rejoining.leader(a, a.config.connectAddress(), 1))) {
                agent.untilStreamingFrom(a);
                until("on_start replica herd\n");
                var dynamic = new ClusterConfig(new Document(Map.of("postgresql", Map.of("parameters", Map.of("work_mem", "7MB")))));
                assertThat(Node.<StepOutcome>answer(reply -> b.port.configure(dynamic, reply))).isEqualTo(StepOutcome.DONE);
                until("on_reload replica herd\n");
                b.postmaster.killNow();
                until("on_stop replica herd\n");
                Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> said().split("on_start replica herd\n", -1).length == 3);
            }
            b.open();
        }
        assertThat(said()).doesNotContain("on_restart", "on_role_change");
    }

    @Test
    void before_stop_runs_while_sessions_work_and_what_it_answers_changes_nothing() throws Exception {
        var tell = script("before", "env | grep -c '^PG\\|^PATRONI\\|^MATRIARCH' >> " + here + "/said; test -e " + here + "/node/postmaster.pid && echo up >> " + here + "/said; exit 7");
        try (var a = new Node("a", Map.of("before_stop", tell))) {
            Files.createSymbolicLink(here.resolve("node"), a.config.dataDir());
            a.bootstrap();
            assertThat(said()).as("a bootstrap's own stop").isEmpty();
            a.primary().stop();
            assertThat(said()).isEqualTo("0\nup\n");
            a.primary().step(new Step.Stop(Step.StopMode.IMMEDIATE, false));
            assertThat(said()).as("in a hurry").isEqualTo("0\nup\n");
        }
    }

    /// Nothing ends it but the guardian's first deadline.
    @Test
    void a_before_stop_that_hangs_takes_none_of_the_time_that_a_primary_has_to_stop_in() throws Exception {
        var hang = script("hang", "echo hangs >> " + here + "/said; sleep 1000");
        try (var a = new Node("a", Map.of("before_stop", hang), new PostgresConfig.Patience(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)))) {
            a.bootstrap();
            var now = Node.CLOCK.now();
            a.step(new Step.StartPrimary(new Permit.Until(now, now.plus(Duration.ofMinutes(5)), now.plus(Duration.ofMinutes(6))), ClusterConfig.DEFAULT));
            var stopping = new java.util.concurrent.CompletableFuture<StepOutcome>();
            a.port.perform(new Step.Stop(Step.StopMode.FAST, false), stopping::complete);
            until("hangs");
            assertThat(a.sql("SELECT 1")).isEqualTo("1");
            var sooner = Node.CLOCK.now();
            a.postmaster.arm(new Permit.Until(sooner, sooner.plus(Duration.ofSeconds(1)), sooner.plus(Duration.ofSeconds(50))));
            assertThat(stopping.get(120, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(StepOutcome.DONE);
            assertThat(a.postmaster.running()).isFalse();
        }
    }

    @Test
    void a_pre_promote_that_hangs_is_ended_and_the_standby_goes_on() throws Exception {
        var hang = script("hang", "echo hangs >> " + here + "/said; trap '' TERM; while :; do sleep 1; done");
        try (var a = new Node("a"); var b = new Node("b", Map.of("pre_promote", hang), new PostgresConfig.Patience(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofHours(1)))) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            assertThat(b.attempt(new Step.PrePromote())).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("pre_promote", "longer than 1 s"));
            assertThat(b.running().replication().streaming()).isTrue();
        }
    }

    /// From etcd it comes unchecked: what it was there to prevent does not happen.
    @Test
    void a_pre_promote_that_cannot_be_read_says_no_and_a_before_stop_of_that_kind_changes_nothing() throws Exception {
        for (Object odd : java.util.List.<Object>of("fence 'x", Map.of("command", "fence"), 7, true)) {
            try (var b = new Node("b", Map.of("pre_promote", odd, "before_stop", odd))) {
                assertThat(b.attempt(new Step.PrePromote())).as("%s", odd).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("pre_promote does not let", "its command"));
            }
        }
        try (var a = new Node("a", Map.of("before_stop", "fence 'x", "callbacks", Map.of("on_start", "fence 'x")))) {
            a.bootstrap().primary().stop();
            a.port.callbacks().call(new io.matriarch.core.view.Notice(io.matriarch.core.view.Notice.Event.ON_START, io.matriarch.core.view.Notice.Role.PRIMARY));
        }
    }

    @Test
    void a_stop_that_is_cancelled_during_its_before_stop_stops_nothing() throws Exception {
        var hang = script("hang", "echo hangs >> " + here + "/said; sleep 1000");
        try (var a = new Node("a", Map.of("before_stop", hang), new PostgresConfig.Patience(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)))) {
            a.bootstrap().primary();
            var outcome = new java.util.concurrent.CompletableFuture<StepOutcome>();
            a.port.perform(new Step.Stop(Step.StopMode.FAST, false), outcome::complete);
            until("hangs");
            a.port.cancel();
            assertThat(outcome.get(60, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("cancelled before"));
            assertThat(a.postmaster.running()).isTrue();
            assertThat(a.sql("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_job_that_is_cancelled_ends_its_pre_promote() throws Exception {
        var hang = script("hang", "echo hangs >> " + here + "/said; sleep 1000");
        try (var b = new Node("b", Map.of("pre_promote", hang))) {
            var outcome = new java.util.concurrent.CompletableFuture<StepOutcome>();
            b.port.perform(new Step.PrePromote(), outcome::complete);
            until("hangs");
            b.port.cancel();
            assertThat(outcome.get(60, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOfSatisfying(StepOutcome.Failed.class, failed -> assertThat(failed.reason()).contains("not wanted any more"));
        }
    }
}
