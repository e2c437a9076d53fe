package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Document;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nodes that may lead only with their watchdogs, and watchdogs that fail: the permit is refused then, as `WatchedGuardian` does it.
class WatchdogSimulationTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private final ClusterSim sim = new ClusterSim(10, "a", "b", "c");
    private String leader = "";

    @BeforeEach
    void made() {
        sim.untilWhole(LIMIT);
        sim.queue.runFor(Duration.ofSeconds(30));
        leader = sim.primary().orElseThrow();
    }

    @Test
    void a_leader_whose_watchdog_fails_hands_over_and_follows() {
        sim.server(leader).watchdog = "it takes no ping";
        assertThat(sim.until(() -> sim.primary().filter(p -> !p.equals(leader)).isPresent(), LIMIT)).isLessThan(Duration.ofSeconds(4));
        sim.untilWhole(LIMIT);
        assertThat(sim.fired).contains("mine.watchdog-unfit");
        assertThat(sim.lost()).isZero();
        sim.queue.runFor(Duration.ofSeconds(20));
        var second = sim.primary().orElseThrow();
        sim.killNode(second);
        sim.until(() -> sim.primary().filter(p -> !p.equals(second)).isPresent(), LIMIT);
        assertThat(sim.primary()).as("a node without its watchdog is passed over").isPresent().get().isNotEqualTo(leader);
    }

    @Test
    void nobody_leads_while_no_watchdog_works_and_one_does_when_one_does() {
        for (var node : new String[] {"a", "b", "c"}) sim.server(node).watchdog = "there is no /dev/watchdog";
        sim.until(() -> sim.primary().isEmpty(), LIMIT);
        sim.queue.runFor(Duration.ofMinutes(2));
        assertThat(sim.primary()).isEmpty();
        assertThat(sim.rules.values()).containsOnly("free.watchdog-unfit");
        sim.server("b").watchdog = "";
        assertThat(sim.until(() -> sim.primary().isPresent(), LIMIT)).isLessThan(Duration.ofSeconds(5));
        assertThat(sim.primary()).contains("b");
        sim.untilWhole(LIMIT);
        assertThat(sim.lost()).isZero();
    }

    @Test
    void in_a_pause_a_watchdog_that_fails_changes_nothing() {
        sim.invariants.handsOff = true;
        sim.etcd.patch(new Document(Map.of("pause", true)));
        sim.queue.runFor(Duration.ofSeconds(5));
        sim.server(leader).watchdog = "it takes no ping";
        sim.queue.runFor(Duration.ofMinutes(1));
        assertThat(sim.primary()).contains(leader);
    }
}
