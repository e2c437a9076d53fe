package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimOptionsTest {
    @Test
    void two_thousand_seeds_when_nothing_is_said_and_any_number_within_a_time() {
        assertThat(SimOptions.parse().campaign().seeds()).isEqualTo(2000);
        var timed = SimOptions.parse("--minutes", "3", "--from", "7").campaign();
        assertThat(timed.seeds()).isGreaterThan(1L << 60);
        assertThat(timed.atMost()).isEqualTo(Duration.ofMinutes(3));
        assertThat(timed.from()).isEqualTo(7);
    }

    @Test
    void a_replay_is_told_with_all_that_it_depends_on() {
        var options = SimOptions.parse("--harm", "60", "--without", "wipe-etcd");
        var replay = options.replay(5);
        assertThat(replay).isEqualTo("scripts/sim --seed 5 --harm 60 --without WIPE_ETCD --trace");
        var again = SimOptions.parse(replay.substring("scripts/sim ".length()).split(" ", -1));
        assertThat(again.campaign().harm()).isEqualTo(options.campaign().harm());
        assertThat(again.campaign().without()).isEqualTo(options.campaign().without());
        assertThat(again.trace()).isTrue();
    }

    @Test
    void what_is_left_of_many_seeds_is_told_as_a_command() {
        assertThat(SimOptions.parse("--seeds", "100", "--from", "11", "--without", "wipe-etcd").rest(31))
                .isEqualTo("scripts/sim --from 31 --seeds 80 --without WIPE_ETCD");
        assertThat(SimOptions.parse("--minutes", "3").rest(31)).isEqualTo("scripts/sim --from 31");
    }

    @Test
    void the_frontier_is_the_lowest_seed_that_was_not_run() {
        var frontier = new Frontier(5);
        frontier.ran(6);
        frontier.ran(8);
        assertThat(frontier.next()).isEqualTo(5);
        frontier.ran(5);
        assertThat(frontier.next()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--sedes 5|unknown option: --sedes", "--seeds|--seeds needs a value", "--seeds 0|--seeds: a whole number from 1 on, not 0",
        "--seed x|--seed: a whole number from 0 on, not x", "--trace|--trace and --shrink are for one run: add --seed S or --file FILE", "--without fire|--without: no such fault: fire"})
    void a_mistake_is_named(String arguments, String message) {
        assertThatThrownBy(() -> SimOptions.parse(arguments.split(" ", -1))).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }
}
