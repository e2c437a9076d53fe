package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How a cluster begins, and that what did not finish never starts.
class BootstrapTest {
    @Test
    void an_unfinished_bootstrap_never_starts_and_begins_anew() throws Exception {
        try (var a = new Node("a")) {
            a.step(new Step.InitDatabase(ClusterConfig.DEFAULT));
            assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("bootstrap"));
            assertThat(a.attempt(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.postmaster.running()).isFalse();
            a.bootstrap().primary();
            assertThat(a.running().primary()).isTrue();
        }
    }

    @Test
    void a_directory_with_something_in_it_is_never_initialized() throws Exception {
        try (var a = new Node("a")) {
            Files.createDirectory(a.config.dataDir());
            Files.writeString(a.config.dataDir().resolve("precious"), "x");
            assertThat(a.look()).isInstanceOf(PostgresState.Unusable.class);
            assertThat(a.attempt(new Step.InitDatabase(ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.file("precious")).isEqualTo("x");
        }
    }

    @Test
    void dynamic_settings_reach_the_server_and_a_reload_changes_what_it_can() throws Exception {
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            assertThat(a.sql("SHOW restart_after_crash")).isEqualTo("off");
            a.sql("ALTER SYSTEM SET restart_after_crash = on");
            a.sql("SELECT pg_reload_conf()");
            assertThat(a.sql("SHOW restart_after_crash")).as("whatever is set by hand").isEqualTo("off");
            assertThat(a.sql("SHOW cluster_name")).isEqualTo("herd");
            var dynamic = new ClusterConfig(new Document(Map.of("postgresql", Map.of("parameters", Map.of("work_mem", "7MB", "max_connections", 120)))));
            assertThat(Node.<StepOutcome>answer(reply -> a.port.configure(dynamic, reply))).isEqualTo(StepOutcome.DONE);
            a.until(state -> state instanceof Running r && r.facts().pendingRestart());
            assertThat(a.sql("SHOW work_mem")).isEqualTo("7MB");
            a.stop().step(new Step.StartPrimary(Node.permit(), dynamic));
            assertThat(a.sql("SHOW max_connections")).isEqualTo("120");
            assertThat(a.running().facts().pendingRestart()).isFalse();
            assertThat(Node.<StepOutcome>answer(reply -> a.port.configure(ClusterConfig.DEFAULT, reply))).isEqualTo(StepOutcome.DONE);
            a.until(state -> state instanceof Running r && r.facts().pendingRestart());
        }
    }

    private static ClusterConfig dynamic(String name, Object value) {
        return new ClusterConfig(new Document(Map.of("postgresql", Map.of("parameters", Map.of(name, value)))));
    }

    private static void configure(Node a, ClusterConfig config) {
        assertThat(Node.<StepOutcome>answer(reply -> a.port.configure(config, reply))).isEqualTo(StepOutcome.DONE);
    }

    @Test
    void slots_keep_no_more_wal_than_half_of_the_disk_unless_the_operator_says_so() throws Exception {
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            assertThat(a.sql("SELECT setting::bigint FROM pg_settings WHERE name = 'max_slot_wal_keep_size'"))
                    .isEqualTo(Long.toString(Math.max(1024, Files.getFileStore(a.config.dataDir()).getTotalSpace() / 2 >> 20)));
            configure(a, dynamic("max_slot_wal_keep_size", "-1"));
            a.until(_ -> a.sql("SHOW max_slot_wal_keep_size").equals("-1"));
            configure(a, new ClusterConfig(new Document(Map.of("postgresql", Map.of("use_slots", false)))));
            a.until(_ -> a.sql("SHOW max_slot_wal_keep_size").equals("-1"));
            Files.writeString(a.config.dataDir().resolve("postgresql.base.conf"), "max_slot_wal_keep_size = 3GB\n", java.nio.file.StandardOpenOption.APPEND);
            configure(a, ClusterConfig.DEFAULT);
            a.postmaster.signal(io.matriarch.agent.host.GuardianProcess.Request.HUP);
            a.until(_ -> a.sql("SHOW max_slot_wal_keep_size").equals("3GB"));
        }
    }

    /// PostgreSQL gives up a slot that has gone too far back, and never makes another: whoever used it could not stream any more.
    @Test
    void a_slot_that_was_lost_is_made_again() throws Exception {
        try (var a = new Node("a")) {
            a.bootstrap().step(new Step.StartPrimary(Node.permit(), new ClusterConfig(new Document(Map.of("postgresql",
                    Map.of("parameters", Map.of("max_slot_wal_keep_size", "1MB", "wal_keep_size", "0MB")))))));
            assertThat(Node.<StepOutcome>answer(reply -> a.port.createSlots(List.of("b", "c"), reply))).isEqualTo(StepOutcome.DONE);
            assertThat(a.running().facts().physicalSlots()).containsExactly("b", "c");
            a.sql("CREATE TABLE filler ()");
            a.until(_ -> {
                a.sql("SELECT pg_switch_wal() FROM (SELECT pg_logical_emit_message(false, 'x', 'x')) AS message");
                a.sql("CHECKPOINT");
                return a.sql("SELECT bool_and(wal_status = 'lost') FROM pg_replication_slots").equals("t");
            });
            a.until(state -> state instanceof Running r && r.facts().physicalSlots().isEmpty());
            assertThat(a.port.disk().slots()).hasSize(2).allSatisfy(slot -> assertThat(slot.lost()).isTrue());
            assertThat(Node.<StepOutcome>answer(reply -> a.port.createSlots(List.of("b"), reply))).isEqualTo(StepOutcome.DONE);
            assertThat(a.running().facts().physicalSlots()).containsExactly("b");
            assertThat(a.sql("SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'c'")).as("nobody asked for it").isEqualTo("lost");
        }
    }

    @Test
    void the_agent_knows_what_its_disks_hold() throws Exception {
        try (var a = new Node("a")) {
            a.bootstrap().primary();
            assertThat(Node.<StepOutcome>answer(reply -> a.port.createSlots(List.of("b"), reply))).isEqualTo(StepOutcome.DONE);
            a.until(state -> state instanceof Running && a.port.disk().state() instanceof io.matriarch.core.view.DiskView.DiskState.Fit && a.port.disk().walBytes() > 0 && !a.port.disk().slots().isEmpty());
            assertThat(a.port.disk().places()).hasSize(1).allSatisfy(place -> assertThat(place.total()).isGreaterThan(place.free()));
            assertThat(a.port.disk().slots().getFirst().name()).isEqualTo("b");
            assertThat(a.port.disk().slots().getFirst().active()).isFalse();
        }
    }

    @Test
    void a_pg_hba_list_replaces_the_file() throws Exception {
        try (var a = new Node("a", Map.of("pg_hba", List.of("local all all trust", "host all all 127.0.0.1/32 scram-sha-256", "host replication all 127.0.0.1/32 scram-sha-256")))) {
            a.bootstrap().primary();
            assertThat(a.file("pg_hba.conf")).startsWith(ConfigText.HEADER).contains("\nlocal all all trust\n").doesNotContain("peer");
            assertThat(a.sql("SHOW hba_file")).isEqualTo(a.config.dataDir().resolve("pg_hba.conf").toString());
        }
    }

    @Test
    void post_init_gets_a_connection_string_and_its_failure_fails_the_bootstrap() throws Exception {
        var psql = Node.binaries().resolve("psql").toString();
        try (var a = new Node("a", Map.of(), List.of(psql, "-qXc", "CREATE TABLE public.made_by_post_init ()"))) {
            a.bootstrap().primary();
            assertThat(a.sql("SELECT count(*) FROM made_by_post_init")).isEqualTo("0");
        }
        try (var a = new Node("a", Map.of(), List.of("false"))) {
            a.step(new Step.InitDatabase(ClusterConfig.DEFAULT));
            assertThat(a.attempt(new Step.CreateUsers(ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("bootstrap"));
            assertThat(a.postmaster.running()).isFalse();
        }
    }

    @Test
    void a_clone_shows_its_progress_ends_when_cancelled_and_can_be_taken_again() throws Exception {
        try (var a = new Node("a"); var b = new Node("b", Map.of("basebackup", List.of(Map.of("max-rate", "6M"))))) {
            a.bootstrap().primary();
            var outcome = new java.util.concurrent.CompletableFuture<StepOutcome>();
            b.port.perform(new Step.CloneFrom(a.member(), ClusterConfig.DEFAULT), outcome::complete);
            org.awaitility.Awaitility.await().until(() -> b.port.progress().matches("base backup from a [1-9]\\d* %"));
            b.port.cancel();
            assertThat(outcome.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(new StepOutcome.Failed("cancelled"));
            assertThat(b.look()).isEqualTo(PostgresState.NO_DATA);
            b.cloneOf(a).untilStreaming();
        }
    }
}
