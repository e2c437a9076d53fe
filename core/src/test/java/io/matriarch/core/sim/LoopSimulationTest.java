package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loop itself through whole failures, on virtual time. After every event at most one server is writable.
class LoopSimulationTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration TTL = Duration.ofSeconds(10);
    private final ClusterSim sim = new ClusterSim(10, "a", "b", "c");
    private String leader = "";

    @BeforeEach
    void made() {
        sim.untilWhole(LIMIT);
        sim.queue.runFor(Duration.ofSeconds(30));
        leader = sim.primary().orElseThrow();
    }

    private String another() {
        return leader.equals("a") ? "b" : "a";
    }

    private Duration untilAnotherLeads() {
        return sim.until(() -> sim.primary().filter(p -> !p.equals(leader)).isPresent(), LIMIT);
    }

    @Test
    void three_empty_nodes_become_a_cluster_on_timeline_one() {
        assertThat(sim.whole()).isTrue();
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        assertThat(sim.lost()).isZero();
    }

    @Test
    void a_crashed_primary_comes_back_where_it_is_at_once() {
        sim.crash(leader);
        assertThat(sim.until(() -> sim.primary().isPresent(), LIMIT)).isLessThan(Duration.ofSeconds(1));
        assertThat(sim.primary()).contains(leader);
    }

    @Test
    void a_primary_that_hangs_is_killed_and_started_where_it_is() {
        sim.server(leader).hang();
        assertThat(sim.until(() -> sim.primary().isPresent(), LIMIT)).isBetween(TTL, TTL.plusSeconds(4));
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.lost()).isZero();
        sim.untilWhole(LIMIT);
    }

    @Test
    void a_dead_node_is_replaced_after_its_lease_and_rejoins() {
        sim.killNode(leader);
        assertThat(untilAnotherLeads()).isBetween(TTL.minusSeconds(2), TTL.plusMillis(1500));
        sim.start(leader);
        sim.untilWhole(LIMIT);
    }

    @Test
    void a_leader_that_dies_before_its_timeline_is_known_does_not_lend_its_number_to_the_next() {
        sim.killNode(leader);
        untilAnotherLeads();
        var second = sim.primary().orElseThrow();
        sim.killNode(second);
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        sim.until(() -> sim.primary().isPresent(), LIMIT);
        assertThat(sim.server(sim.primary().orElseThrow()).timeline).isEqualTo(3);
        sim.start(leader);
        sim.start(second);
        sim.untilWhole(LIMIT);
        assertThat(sim.etcd.view().history().current().id()).isEqualTo(3);
        assertThat(sim.etcd.view().history().rows()).extracting(row -> row.reason()).containsExactly("no recovery target specified", "skipped");
    }

    @Test
    void a_dead_agents_server_is_stopped_before_another_leads_and_nothing_is_lost() {
        sim.killAgent(leader);
        assertThat(sim.until(() -> sim.primary().isEmpty(), LIMIT)).isLessThan(TTL);
        untilAnotherLeads();
        assertThat(sim.lost()).isZero();
        sim.start(leader);
        sim.untilWhole(LIMIT);
    }

    @Test
    void an_agent_that_comes_back_in_time_changes_nothing() {
        sim.killAgent(leader);
        sim.queue.runFor(Duration.ofSeconds(2));
        sim.start(leader);
        sim.queue.runFor(Duration.ofSeconds(40));
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.etcd.view().history().rows()).isEmpty();
    }

    @Test
    void a_leader_cut_from_etcd_stops_first_and_follows_later() {
        sim.cutFromEtcd(leader, true);
        untilAnotherLeads();
        assertThat(sim.lost()).isZero();
        sim.cutFromEtcd(leader, false);
        sim.untilWhole(LIMIT);
    }

    @Test
    void a_leader_key_deleted_by_hand_is_taken_back_by_its_holder() {
        sim.etcd.deleteLeaderKey();
        sim.queue.runFor(Duration.ofSeconds(30));
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.etcd.view().history().rows()).isEmpty();
    }

    @Test
    void a_leader_key_deleted_while_its_holder_is_cut_off_makes_nobody_lead_early() {
        sim.cutFromEtcd(leader, true);
        sim.queue.runFor(Duration.ofMillis(200));
        sim.etcd.deleteLeaderKey();
        assertThat(untilAnotherLeads()).isGreaterThan(TTL.minusSeconds(2));
    }

    @Test
    void a_switchover_is_quick_and_loses_nothing() {
        sim.etcd.ask(revision -> new OperatorRequest.Switchover(new MemberName(leader), new Candidate.Named(new MemberName(another())), "", revision));
        assertThat(untilAnotherLeads()).as(() -> String.join("\n", sim.story)).isLessThan(Duration.ofMillis(600));
        assertThat(sim.primary()).contains(another());
        assertThat(sim.lost()).isZero();
        sim.untilWhole(LIMIT);
        assertThat(sim.etcd.view().request()).isEqualTo(OperatorRequest.NONE);
        assertThat(sim.etcd.view().history().rows()).hasSize(1);
    }

    @Test
    void a_leader_that_leaves_hands_over() {
        sim.agent(leader).operator().request(new LocalRequest.Shutdown(), _ -> {});
        assertThat(untilAnotherLeads()).isLessThan(Duration.ofSeconds(1));
        assertThat(sim.lost()).isZero();
    }

    @Test
    void all_dead_and_back_makes_one_leader_again() {
        for (var name : new String[] {"a", "b", "c"}) sim.killNode(name);
        sim.queue.runFor(Duration.ofSeconds(30));
        for (var name : new String[] {"a", "b", "c"}) sim.start(name);
        sim.untilWhole(LIMIT);
        assertThat(sim.lost()).isZero();
    }

    @Test
    void an_etcd_outage_ends_writes_in_time_and_its_end_brings_them_back() {
        for (var name : new String[] {"a", "b", "c"}) sim.cutFromEtcd(name, true);
        assertThat(sim.until(() -> sim.primary().isEmpty(), LIMIT)).isLessThan(TTL);
        sim.queue.runFor(Duration.ofSeconds(30));
        for (var name : new String[] {"a", "b", "c"}) sim.cutFromEtcd(name, false);
        assertThat(sim.until(() -> sim.primary().isPresent(), LIMIT)).isLessThan(Duration.ofSeconds(5));
        sim.untilWhole(LIMIT);
    }
}
