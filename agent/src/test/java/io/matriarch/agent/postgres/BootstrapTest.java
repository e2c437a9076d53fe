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
