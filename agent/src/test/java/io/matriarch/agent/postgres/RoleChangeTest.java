package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Promotion, changing the upstream, and coming back after a divergence.
class RoleChangeTest {
    private static double milliseconds(Runnable work) {
        var begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }

    @Test
    void a_standby_is_promoted_and_another_follows_it_without_a_restart() throws Exception {
        try (var a = new Node("a"); var b = new Node("b"); var c = new Node("c")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            c.cloneOf(a).untilStreaming();
            var started = c.running().facts().startedAt();
            a.stop();
            assertThat(b.postmaster.arm((io.matriarch.core.view.Permit.Until) Node.permit())).isTrue();
            System.out.printf("promote: %.0f ms%n", milliseconds(() -> b.step(Node.promotion(2))));
            assertThat(b.running().primary()).isTrue();
            assertThat(Node.<StepOutcome>answer(reply -> b.port.createSlots(java.util.List.of("a", "b_other"), reply))).isEqualTo(StepOutcome.DONE);
            assertThat(Node.<StepOutcome>answer(reply -> b.port.createSlots(java.util.List.of("a"), reply))).isEqualTo(StepOutcome.DONE);
            assertThat(b.running().facts().physicalSlots()).containsExactly("a", "b_other");
            assertThat(b.running().timeline()).isEqualTo(new Timeline(2));
            var dynamic = new ClusterConfig(new Document(Map.of("postgresql", Map.of("parameters", Map.of("work_mem", "7MB")))));
            assertThat(Node.<StepOutcome>answer(reply -> c.port.configure(dynamic, reply))).isEqualTo(StepOutcome.DONE);
            c.closeAgent();
            c.open(); // an agent that just came back does not know the dynamic configuration, and must not take it away
            System.out.printf("follow (upstream was dead): %.1f ms, streaming after %.0f ms%n",
                    milliseconds(() -> assertThat(Node.<StepOutcome>answer(reply -> c.port.follow(b.upstream(), reply))).isEqualTo(StepOutcome.DONE)),
                    milliseconds(c::untilStreaming));
            c.until(state -> state instanceof Running r && r.timeline().equals(new Timeline(2)));
            assertThat(c.running().facts().startedAt()).isEqualTo(started);
            assertThat(c.sql("SHOW work_mem")).isEqualTo("7MB");
            assertThat(c.running().replication().upstream()).isEqualTo(b.config.connectAddress());
            System.out.printf("follow nobody: %.1f ms%n", milliseconds(() -> Node.<StepOutcome>answer(reply -> c.port.follow(Step.Upstream.NOBODY, reply))));
            c.until(state -> state instanceof Running r && !r.replication().streaming());
            assertThat(c.running().timeline()).isEqualTo(new Timeline(2));
            System.out.printf("follow again: %.1f ms, streaming after %.0f ms%n", milliseconds(() -> Node.<StepOutcome>answer(reply -> c.port.follow(b.upstream(), reply))),
                    milliseconds(c::untilStreaming));
            Node.<StepOutcome>answer(b.port::checkpoint);
            b.until(state -> state instanceof Running r && r.facts().checkpointed());
        }
    }

    @Test
    void a_diverged_primary_is_rewound_and_streams_again() throws Exception {
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().primary();
            a.sql("CREATE TABLE t (x int)");
            b.cloneOf(a).untilStreaming();
            b.step(Node.promotion(2));
            a.sql("INSERT INTO t VALUES (1)");
            b.sql("INSERT INTO t VALUES (2)");
            var view = (UpstreamView.Answered) a.inspect(b);
            assertThat(view.timeline()).isEqualTo(new Timeline(2));
            assertThat(view.recovering()).isFalse();
            assertThat(view.forks()).singleElement().satisfies(row -> assertThat(row.ended()).isEqualTo(new Timeline(1)));
            assertThat(a.running().end()).isGreaterThan(view.forks().getFirst().fork());
            a.postmaster.killNow();
            a.until(state -> state instanceof PostgresState.Stopped stopped && !stopped.control().cleanly() && !stopped.crashed());
            Node.<StepOutcome>answer(b.port::checkpoint);
            System.out.printf("rewind with crash recovery: %.0f ms%n", milliseconds(() -> a.step(new Step.RewindTo(b.member(), ClusterConfig.DEFAULT))));
            a.standbyOf(b).untilStreaming();
            b.sql("INSERT INTO t VALUES (3)");
            a.until(_ -> a.sql("SELECT string_agg(x::text, ',') FROM t").equals("2,3"));
            assertThat(a.state().resolve("unfinished")).doesNotExist();
            assertThat(((UpstreamView.Answered) b.inspect(a)).recovering()).isTrue();
        }
    }

    @Test
    void a_rewind_that_failed_leaves_a_directory_that_never_starts_but_is_cloned_again() throws Exception {
        try (var a = new Node("a", Map.of(), java.util.List.of(), Map.of("pg_rewind", "/bin/false"), Node.REBUILDING); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            b.step(Node.promotion(2));
            a.sql("CREATE TABLE lost AS SELECT 1 AS x");
            a.stop();
            Node.<StepOutcome>answer(b.port::checkpoint);
            assertThat(a.attempt(new Step.RewindTo(b.member(), ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("rewind"));
            a.closeAgent();
            a.open();
            assertThat(a.look()).isEqualTo(new PostgresState.HalfDone("rewind"));
            for (var step : java.util.List.of(new Step.StartPrimary(Node.permit(), ClusterConfig.DEFAULT), new Step.StartStandby(b.upstream(), ClusterConfig.DEFAULT),
                    new Step.RewindTo(b.member(), ClusterConfig.DEFAULT)))
                assertThat(a.attempt(step)).isInstanceOf(StepOutcome.Failed.class);
            assertThat(a.postmaster.running()).isFalse();
            a.cloneOf(b).untilStreaming();
            try (var aside = Files.list(a.state().resolve("aside"))) {
                assertThat(aside).singleElement().satisfies(old -> assertThat(old.resolve("PG_VERSION")).exists());
            }
        }
    }
}
