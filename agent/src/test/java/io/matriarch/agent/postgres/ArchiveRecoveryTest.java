package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.PostgresState.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a real standby gets its WAL from, as its member key says it: `b` has a restore_command, `c` has none.
class ArchiveRecoveryTest {
    @TempDir
    Path archive;

    private static String replicationState(Node node) {
        return MemberKey.replicationState(node.running());
    }

    private static void follow(Node node, Step.Upstream upstream) {
        assertThat(Node.<StepOutcome>answer(reply -> node.port.follow(upstream, reply))).isEqualTo(StepOutcome.DONE);
    }

    private static void untilNothingStreams(Node node) {
        node.until(state -> state instanceof Running r && !r.replication().streaming());
    }

    @Test
    void a_standby_that_does_not_stream_lives_on_its_archive_and_says_so() throws Exception {
        try (var a = new Node("a", Map.of("parameters", Map.of("archive_mode", "on", "archive_command", "cp %p " + archive + "/%f")));
                var b = new Node("b", Map.of("recovery_conf", Map.of("restore_command", "cp " + archive + "/%f %p"))); var c = new Node("c")) {
            a.bootstrap().primary();
            assertThat(replicationState(a)).isEmpty();
            b.cloneOf(a).untilStreaming();
            c.cloneOf(a).untilStreaming();
            assertThat(replicationState(b)).isEqualTo("streaming");
            for (var node : new Node[] {b, c}) follow(node, Step.Upstream.NOBODY);
            for (var node : new Node[] {b, c}) untilNothingStreams(node);
            assertThat(replicationState(b)).isEqualTo("in archive recovery");
            assertThat(replicationState(c)).as("nothing comes from anywhere").isEmpty();
            a.sql("CREATE TABLE t AS SELECT 7 AS x");
            a.sql("SELECT pg_switch_wal()");
            Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).until(() -> b.sql("SELECT to_regclass('t') IS NOT NULL").equals("t"));
            assertThat(replicationState(b)).as("while it replays what the archive gave").isEqualTo("in archive recovery");
            follow(b, a.upstream());
            b.untilStreaming();
            assertThat(replicationState(b)).isEqualTo("streaming");
        }
    }
}
