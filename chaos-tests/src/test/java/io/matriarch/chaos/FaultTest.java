package io.matriarch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matriarch.chaos.cluster.Link;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final Timing TTL_5 = Timing.ofTtl(Duration.ofSeconds(5));

    @Test
    void every_fault_has_a_word_of_its_own_that_is_understood() {
        for (var fault : Fault.all()) {
            assertThat(Fault.parse(fault.word())).containsExactly(fault);
        }
        assertThat(Fault.all()).hasSize(15);
        assertThat(Fault.gate()).hasSize(14).doesNotContain(new Fault.Freeze(Target.AGENT_TREE));
    }

    @Test
    void a_list_keeps_its_order() {
        assertThat(Fault.parse("cut-both,kill-agent-tree")).isEqualTo(List.of(new Fault.Cut(Link.BOTH), new Fault.Kill(Target.AGENT_TREE)));
    }

    @Test
    void an_unknown_word_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> Fault.parse("kill-all")).hasMessageContaining("no fault 'kill-all'").hasMessageContaining("kill-agent-tree");
    }

    @Test
    void a_seed_draws_the_same_again_and_another_one_something_else() {
        var fault = new Fault.Kill(Target.AGENT);
        assertThat(Draw.of(7, fault, TTL_5)).isEqualTo(Draw.of(7, fault, TTL_5));
        assertThat(LongStream.range(0, 20).mapToObj(seed -> Draw.of(seed, fault, TTL_5)).distinct().count()).isGreaterThan(10);
    }

    @Test
    void a_fault_comes_anywhere_in_a_loop_and_a_killed_agent_stays_away_longer_than_its_lease_or_returns_within_it() {
        var draws = LongStream.range(0, 200).mapToObj(seed -> Draw.of(seed, new Fault.Kill(Target.AGENT), TTL_5)).toList();
        assertThat(draws).allMatch(draw -> draw.phase().compareTo(TTL_5.loopWait()) < 0);
        assertThat(draws.stream().map(Draw::hold).distinct()).containsExactlyInAnyOrder(TTL_5.twoTtl(), TTL_5.ttl().dividedBy(4));
        assertThat(LongStream.range(0, 20).mapToObj(seed -> Draw.of(seed, new Fault.Freeze(Target.NODE), TTL_5)))
                .allMatch(draw -> draw.hold().equals(TTL_5.twoTtl()));
    }

    @Test
    void options_leave_out_cuts_when_asked() {
        assertThat(Options.parse("--no-cuts").cuts()).isFalse();
        assertThat(Options.parse("--faults", "cut-peers", "--rounds", "3", "--seed", "9").cuts()).isTrue();
        assertThatThrownBy(() -> Options.parse("--rounds")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--nonsense", "1")).hasMessageContaining("--nonsense");
    }
}
