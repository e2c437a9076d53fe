package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A timeline number that somebody else may have made is left out, and whatever follows, rewinds or starts later gets over the gap.
class SkippedTimelineTest {
    private static Path history(Node node, int timeline) {
        return node.config.dataDir().resolve("pg_wal").resolve(String.format(java.util.Locale.ROOT, "%08X.history", timeline));
    }

    private static void onTimeline(Node node, int timeline) {
        node.until(state -> state instanceof Running r && r.timeline().equals(new Timeline(timeline)) && (r.primary() || r.replication().streaming()));
    }

    @Test
    void two_leaders_that_knew_nothing_of_each_other_make_two_numbers_and_the_first_is_rewound() throws Exception {
        try (var a = new Node("a"); var b = new Node("b"); var c = new Node("c"); var d = new Node("d")) {
            a.bootstrap().primary();
            a.sql("CREATE TABLE t (x int)");
            b.cloneOf(a).untilStreaming();
            c.cloneOf(a).untilStreaming();
            d.cloneOf(a).untilStreaming();
            a.stop();
            b.step(Node.promotion(2));
            b.sql("INSERT INTO t VALUES (2)");
            c.step(Node.promotion(4)); // 2 was claimed by b, 3 by one that died at once
            assertThat(c.running().timeline()).isEqualTo(new Timeline(4));
            c.sql("INSERT INTO t VALUES (4)");
            assertThat(((UpstreamView.Answered) b.inspect(c)).forks()).singleElement().satisfies(row -> assertThat(row.ended()).isEqualTo(new Timeline(1)));
            assertThat(Node.<StepOutcome>answer(reply -> d.port.follow(c.upstream(), reply))).isEqualTo(StepOutcome.DONE);
            onTimeline(d, 4);
            d.until(_ -> d.sql("SELECT string_agg(x::text, ',') FROM t").equals("4"));
            d.stop().standbyOf(c); // with a placeholder below a real history
            onTimeline(d, 4);
            Node.<StepOutcome>answer(c.port::checkpoint);
            c.until(state -> state instanceof Running r && r.facts().checkpointed());
            b.step(new Step.RewindTo(c.member(), ClusterConfig.DEFAULT)).standbyOf(c);
            onTimeline(b, 4);
            b.until(_ -> b.sql("SELECT string_agg(x::text, ',') FROM t").equals("4"));
            c.stop();
            d.step(Node.promotion(5));
            assertThat(d.running().timeline()).isEqualTo(new Timeline(5));
            assertThat(Node.<StepOutcome>answer(reply -> b.port.follow(d.upstream(), reply))).isEqualTo(StepOutcome.DONE);
            onTimeline(b, 5);
        }
    }

    @Test
    void a_promotion_that_did_not_happen_leaves_a_standby_that_streams_and_starts() throws Exception {
        try (var a = new Node("a"); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            new HistoryFiles(new DataDirectory(new io.matriarch.agent.host.StateDirectory(b.config.dataDir()))).skipTo(new Timeline(4), new Timeline(1));
            assertThat(history(b, 3)).exists();
            assertThat(Node.<StepOutcome>answer(reply -> b.port.follow(Step.Upstream.NOBODY, reply))).isEqualTo(StepOutcome.DONE);
            b.until(state -> state instanceof Running r && !r.replication().streaming());
            assertThat(Node.<StepOutcome>answer(reply -> b.port.follow(a.upstream(), reply))).isEqualTo(StepOutcome.DONE);
            onTimeline(b, 1);
            b.stop().standbyOf(a);
            assertThat(history(b, 2)).doesNotExist();
            onTimeline(b, 1);
            Files.writeString(history(b, 5), "1\t0/1\tmade elsewhere\n");
            assertThat(b.attempt(Node.promotion(5))).isInstanceOf(StepOutcome.Failed.class);
            assertThat(b.look()).isInstanceOfSatisfying(PostgresState.Running.class, r -> assertThat(r.primary()).isFalse());
        }
    }
}
