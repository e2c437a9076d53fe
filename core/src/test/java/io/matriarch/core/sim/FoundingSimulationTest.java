package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a cluster is made when etcd took the right to make it down, and nobody heard that he has it.
class FoundingSimulationTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final MemberName A = new MemberName("a");
    private final ClusterSim sim = new ClusterSim(10, "a", "b", "c");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_that_is_lost_leaves_the_cluster_unmade_for_little_more_than_a_ttl(boolean othersRunMeanwhile) {
        if (!othersRunMeanwhile) freezeOthers(true);
        sim.until(() -> decides("free.initialize"), LIMIT);
        if (othersRunMeanwhile) freezeOthers(true);
        sim.network.heardFromEtcd.set(A, true);
        sim.until(() -> sim.etcd.view().initialize() instanceof Initialize.InProgress, LIMIT);
        if (othersRunMeanwhile) freezeOthers(false);
        sim.queue.runFor(Duration.ofSeconds(4));
        sim.network.heardFromEtcd.set(A, false);
        freezeOthers(false);
        assertThat(sim.primary()).isEmpty();
        assertThat(sim.untilWhole(LIMIT)).isLessThan(Duration.ofSeconds(25));
        assertThat(sim.fired).contains("free.orphaned-initialize");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12})
    void a_founder_that_dies_before_it_begins_is_followed_by_another(int secondsLater) {
        freezeOthers(true);
        sim.until(() -> decides("free.initialize"), LIMIT);
        sim.until(() -> sim.etcd.view().initialize() instanceof Initialize.InProgress, LIMIT);
        sim.killAgent("a");
        freezeOthers(false);
        sim.until(() -> sim.primary().isPresent(), LIMIT);
        assertThat(sim.fired).contains("free.orphaned-initialize");
        sim.queue.runFor(Duration.ofSeconds(secondsLater));
        sim.start("a");
        sim.untilWhole(LIMIT);
    }

    @org.junit.jupiter.api.Test
    void a_founder_whose_initdb_takes_long_is_left_alone() {
        sim.until(() -> sim.rules.containsValue("free.initialize"), LIMIT);
        sim.untilWhole(LIMIT);
        assertThat(sim.fired).doesNotContain("free.orphaned-initialize");
    }

    private boolean decides(String rule) {
        var operator = sim.agent("a").operator();
        return operator.ready() && operator.snapshot().decision().rule().equals(rule);
    }

    private void freezeOthers(boolean frozen) {
        for (var other : new String[] {"b", "c"}) {
            if (frozen) sim.process(other).freeze();
            else sim.process(other).thaw();
        }
    }
}
