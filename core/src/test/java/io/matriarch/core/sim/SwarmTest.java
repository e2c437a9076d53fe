package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A bounded selection of [Swarm]'s seeds; its `main` runs more. A failing seed is replayed by `Swarm.main(SEED, 1, trace)`.
class SwarmTest {
    /// Known and open: PostgreSQL numbers timelines itself, so a leader that dies before its history is published lets the next one
    /// make the same number (safety.md I6); and some combinations leave a member waiting for a person.
    private static final String OPEN = "timeline \\d+ made a second time.*|not whole.*";

    @Test
    void three_hundred_clusters_under_harm_keep_every_safety_promise() {
        var broken = LongStream.rangeClosed(1, 300).mapToObj(seed -> Swarm.run(seed, false, EnumSet.of(Fault.WIPE_ETCD)))
                .filter(run -> !run.problem().isEmpty() && !run.problem().matches(OPEN)).map(run -> "seed " + run.seed() + ": " + run.problem()).toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void a_seed_runs_the_same_way_twice() {
        assertThat(Swarm.run(7, true, EnumSet.noneOf(Fault.class))).isEqualTo(Swarm.run(7, true, EnumSet.noneOf(Fault.class)));
    }
}
