package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// On a fault that is easy to see: a run "fails" when somebody was killed and the leader key was deleted after that.
class ShrinkerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Run pretended(Schedule schedule) {
        var kinds = schedule.strikes().stream().map(s -> FaultKind.of(s.fault())).toList();
        var broken = kinds.contains(FaultKind.KILL_NODE) && kinds.lastIndexOf(FaultKind.DELETE_LEADER_KEY) > kinds.indexOf(FaultKind.KILL_NODE);
        var figures = new Run.Figures(1, schedule.harm(), 0, 0, 0, 0);
        return new Run(schedule.seed(), broken ? new Verdict.Safety("broken by a at 5") : new Verdict.Held(), Set.of(), figures, 0, Set.of(), List.of());
    }

    @Test
    void two_strikes_out_of_hundreds_on_one_node_are_left() {
        var without = EnumSet.noneOf(FaultKind.class);
        var failing = LongStream.range(0, 1000).mapToObj(seed -> Drawing.draw(seed, SimOptions.HARM, without))
                .filter(s -> s.strikes().size() > 100 && s.shape().nodes().size() > 2 && !pretended(s).verdict().held()).findFirst().orElseThrow();
        var shrunk = Shrinker.shrink(failing, LONG, ShrinkerTest::pretended);
        assertThat(shrunk.schedule().strikes().stream().map(s -> FaultKind.of(s.fault()))).containsExactly(FaultKind.KILL_NODE, FaultKind.DELETE_LEADER_KEY);
        assertThat(shrunk.schedule().shape().nodes()).hasSize(1);
        assertThat(shrunk.schedule().harm()).isLessThan(Duration.ofSeconds(10));
        assertThat(Schedule.read(shrunk.text())).isEqualTo(shrunk.schedule());
    }

    @Test
    void what_does_not_fail_stays_as_it_is() {
        var whole = Drawing.draw(1, Duration.ofSeconds(30), EnumSet.complementOf(EnumSet.of(FaultKind.LAG)));
        assertThat(Shrinker.shrink(whole, LONG, ShrinkerTest::pretended).schedule()).isEqualTo(whole);
    }
}
