package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OwnLeases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two agents of one name, where nobody has kept the second one from starting. What an agent does about it that was told at its start is in the module `agent`.
class NamesakeSimulationTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration TTL = Duration.ofSeconds(10);
    private final ClusterSim sim = new ClusterSim(10, "a", "b", "c");
    private MemberName leader = new MemberName("");

    @BeforeEach
    void made() {
        sim.untilWhole(LIMIT);
        sim.queue.runFor(Duration.ofSeconds(30));
        leader = new MemberName(sim.primary().orElseThrow());
    }

    @Test
    void a_second_agent_of_the_leaders_name_touches_nothing() {
        var term = held();
        var second = sim.namesake(leader.value());
        for (var tick = 0; tick < 120; tick++) {
            sim.queue.runFor(Duration.ofSeconds(1));
            assertThat(held().lease()).isEqualTo(term.lease());
            assertThat(sim.server(leader.value()).standby).isFalse();
        }
        assertThat(second.operator().snapshot().decision().rule()).isEqualTo("others.name-taken");
        assertThat(sim.whole()).isTrue();
        assertThat(sim.lost()).isZero();
    }

    /// As by an agent of a version that did not look whose lease it was.
    @Test
    void who_loses_its_lock_to_its_own_name_stops_its_server_and_leaves_the_lock_alone() {
        var other = new SimDcs(sim.queue, sim.etcd, sim.network, leader, sim.process(leader.value()));
        var outcomes = new ArrayList<WriteOutcome>();
        sim.until(() -> {
            if (outcomes.stream().noneMatch(WriteOutcome.Done.class::isInstance)) other.write(new DcsWrite.Reclaim(leader, held(), TTL), Duration.ofSeconds(1), outcomes::add);
            return outcomes.stream().anyMatch(WriteOutcome.Done.class::isInstance);
        }, LIMIT);
        var taken = held();
        sim.until(() -> !sim.server(leader.value()).alive(), Duration.ofSeconds(5));
        assertThat(rule()).isEqualTo("others.primary-of-taken-name");
        for (var second = 0; second < 30; second++) {
            other.write(new DcsWrite.Renew(leader, taken), Duration.ofSeconds(1), outcomes::add);
            sim.queue.runFor(Duration.ofSeconds(1));
            assertThat(held().lease()).isEqualTo(taken.lease());
            assertThat(sim.server(leader.value()).alive()).isFalse();
        }
        sim.untilWhole(LIMIT);
        assertThat(sim.lost()).isZero();
    }

    @Test
    void an_agent_that_comes_back_knows_its_own_lock_at_once() {
        var term = held();
        sim.server(leader.value()).guardian.disarm();
        sim.killNode(leader.value());
        sim.start(leader.value());
        assertThat(sim.until(() -> !held().lease().equals(term.lease()), LIMIT)).isLessThan(Duration.ofSeconds(1));
        sim.untilWhole(LIMIT);
        assertThat(held().createRevision()).as("never free").isEqualTo(term.createRevision());
    }

    @Test
    void without_its_record_it_waits_for_the_lease() {
        var term = held();
        sim.killNode(leader.value());
        sim.server(leader.value()).leases = OwnLeases.NONE;
        sim.start(leader.value());
        sim.until(() -> rule().equals("others.name-taken"), LIMIT);
        sim.untilWhole(LIMIT);
        assertThat(held().createRevision()).isNotEqualTo(term.createRevision());
        assertThat(sim.lost()).isZero();
    }

    @Test
    void the_leases_of_an_agent_are_on_its_disk() {
        assertThat(List.of("a", "b", "c")).allMatch(name -> sim.server(name).leases.has(sim.etcd.view().member(new MemberName(name)).lease()));
        assertThat(sim.server(leader.value()).leases.has(held().lease())).isTrue();
        assertThat(sim.server(leader.value()).leases.ids()).doesNotContain(LeaseId.NONE);
    }

    private String rule() {
        var operator = sim.agent(leader.value()).operator();
        return operator.ready() ? operator.snapshot().decision().rule() : "";
    }

    private LeaderLock.Held held() {
        return sim.etcd.lock() instanceof LeaderLock.Held held ? held : new LeaderLock.Held(new MemberName(""), LeaseId.NONE, 0, 0);
    }
}
