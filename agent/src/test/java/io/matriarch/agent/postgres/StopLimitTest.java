package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.host.ProcessSignals;
import io.matriarch.agent.host.ProcessSignals.Signal;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.PostgresState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `primary_stop_timeout` on a real primary whose fast shutdown would never end.
class StopLimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /// Without a limit a fast shutdown has a minute before the agent ends it.
    private static final Duration WITHOUT_A_LIMIT = Duration.ofSeconds(60);

    /// The shutdown's checkpoint is written by then: what it waits for is that the standby has it.
    @Test
    void a_shutdown_that_waits_for_a_standby_that_stands_still_is_ended_and_no_acknowledged_row_is_lost() throws Exception {
        try (var a = new Node("a", Map.of("parameters", Map.of("wal_sender_timeout", 0))); var b = new Node("b")) {
            a.bootstrap().primary();
            b.cloneOf(a).untilStreaming();
            assertThat(Node.<StepOutcome>answer(reply -> a.port.standbyNames("b", reply))).isEqualTo(StepOutcome.DONE);
            a.sql("CREATE TABLE t (x int)");
            a.sql("INSERT INTO t VALUES (1)");
            var receiver = Long.parseLong(b.sql("SELECT pid FROM pg_stat_wal_receiver"));
            ProcessSignals.send(receiver, Signal.STOP);
            try {
                a.sql("SET synchronous_commit = local; INSERT INTO t VALUES (2)");
                ended(a);
                assertThat(Files.readString(a.postmaster.output())).contains("received fast shutdown request");
            } finally {
                ProcessSignals.send(receiver, Signal.CONT);
            }
            b.step(Node.promotion(2));
            assertThat(b.sql("SELECT count(*) FROM t WHERE x = 1")).isEqualTo("1");
        }
    }

    @Test
    void a_script_that_takes_its_time_before_the_stop_takes_it_from_the_limit() throws Exception {
        try (var a = new Node("a", Map.of("before_stop", "sleep 50"), new PostgresConfig.Patience(WITHOUT_A_LIMIT, WITHOUT_A_LIMIT, WITHOUT_A_LIMIT))) {
            a.bootstrap().primary();
            assertThat(ended(a).control().cleanly()).as("nothing was left of the limit").isFalse();
        }
    }

    /// Three seconds of grace, and ten for the kill, would be beyond the limit.
    @Test
    void a_script_that_does_not_end_when_told_is_not_told_but_killed_at_the_limit(@TempDir Path here) throws Exception {
        var stubborn = List.of("sh", "-c", "trap 'echo told >> %1$s/said' TERM; echo begun >> %1$s/said; while :; do sleep 1; done".formatted(here));
        try (var a = new Node("a", Map.of("before_stop", stubborn), new PostgresConfig.Patience(WITHOUT_A_LIMIT, WITHOUT_A_LIMIT, WITHOUT_A_LIMIT))) {
            a.bootstrap().primary();
            ended(a);
            assertThat(here.resolve("said")).hasContent("begun");
        }
    }

    @Test
    void a_script_is_not_run_when_nothing_is_left_of_the_limit(@TempDir Path here) throws Exception {
        try (var a = new Node("a", Map.of("before_stop", List.of("touch", here.resolve("run").toString())))) {
            a.bootstrap().primary().step(new Step.Stop(StopMode.FAST, false, Duration.ofNanos(1)));
            assertThat(a.postmaster.running()).isFalse();
            assertThat(here.resolve("run")).doesNotExist();
        }
    }

    private static PostgresState.Stopped ended(Node a) throws Exception {
        var begun = System.nanoTime();
        a.step(new Step.Stop(StopMode.FAST, true, LIMIT));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("the limit counts").isLessThan(WITHOUT_A_LIMIT.minusSeconds(15));
        assertThat(Files.readString(a.postmaster.output())).contains("received immediate shutdown request");
        assertThat(a.look()).isInstanceOfSatisfying(PostgresState.Stopped.class, down -> assertThat(down.crashed()).as("the agent did that").isFalse());
        return (PostgresState.Stopped) a.look();
    }
}
