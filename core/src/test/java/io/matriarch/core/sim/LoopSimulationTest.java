package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.ScheduledRestart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loop itself on virtual time, where the keys in etcd are looked at as well; whole failures are scenarios ([ScenarioTest]).
class LoopSimulationTest {
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
    void three_empty_nodes_become_a_cluster_on_timeline_one() {
        assertThat(sim.whole()).isTrue();
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        assertThat(sim.lost()).isZero();
    }

    @Test
    void a_switchover_leaves_one_row_of_history_and_no_request() {
        var next = leader.equals("a") ? "b" : "a";
        sim.etcd.ask(revision -> new OperatorRequest.Switchover(new MemberName(leader), new Candidate.Named(new MemberName(next)), "", revision));
        assertThat(sim.until(() -> sim.primary().filter(next::equals).isPresent(), LIMIT)).isLessThan(Duration.ofMillis(600));
        sim.untilWhole(LIMIT);
        assertThat(sim.etcd.view().request()).isEqualTo(OperatorRequest.NONE);
        assertThat(sim.etcd.view().history().rows()).hasSize(1);
        assertThat(sim.lost()).isZero();
    }

    @Test
    void a_leader_key_deleted_by_hand_makes_no_history() {
        sim.etcd.deleteLeaderKey();
        sim.queue.runFor(Duration.ofSeconds(30));
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.etcd.view().history().rows()).isEmpty();
    }

    /// `etcdctl put` takes the key off its lease: it would be there for ever.
    @Test
    void a_leader_key_that_was_overwritten_by_hand_is_taken_back_and_the_leader_stays() {
        var others = Stream.of("a", "b", "c").filter(name -> !name.equals(leader)).toList();
        for (var text : List.of("garbage", others.getFirst(), leader)) {
            sim.etcd.byHand(() -> sim.etcd.store().put("leader", new MemberName(text), LeaseId.NONE));
            sim.queue.runFor(Duration.ofSeconds(20));
            assertThat(sim.etcd.lock()).isInstanceOfSatisfying(LeaderLock.Held.class, held -> assertThat(sim.server(leader).leases.has(held.lease())).isTrue());
            assertThat(sim.primary()).contains(leader);
        }
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        assertThat(sim.lost()).isZero();
    }

    @Test
    void nor_does_one_that_names_nobody_on_a_lease_stop_it() {
        var lease = sim.etcd.grant(Duration.ofSeconds(60)).id();
        sim.etcd.byHand(() -> sim.etcd.store().put("leader", new MemberName("garbage"), lease));
        sim.queue.runFor(Duration.ofSeconds(20));
        assertThat(sim.etcd.lock()).isInstanceOfSatisfying(LeaderLock.Held.class, held -> assertThat(held.holder()).isEqualTo(new MemberName(leader)));
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        assertThat(sim.lost()).isZero();
    }

    /// Nobody is there who could take it back: another leads as after any leader's death.
    @Test
    void with_the_leader_dead_it_is_in_nobodys_way() {
        sim.killNode(leader);
        sim.etcd.byHand(() -> sim.etcd.store().put("leader", new MemberName("garbage"), LeaseId.NONE));
        untilAnotherLeads();
        assertThat(sim.lost()).isZero();
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
    void after_a_pause_nobody_leads_beside_a_primary_whose_agent_is_away() {
        sim.invariants.handsOff = true;
        sim.etcd.patch(new Document(Map.of("pause", true)));
        sim.queue.runFor(Duration.ofSeconds(5));
        sim.killAgent(leader);
        sim.etcd.patch(new Document(Map.of("pause", false)));
        sim.queue.runFor(Duration.ofMinutes(1));
        assertThat(sim.primary()).contains(leader);
        sim.start(leader);
        sim.untilWhole(LIMIT);
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        assertThat(sim.lost()).isZero();
    }

    @Test
    void after_a_pause_another_leads_once_the_last_leader_says_that_it_is_down() {
        sim.invariants.handsOff = true;
        sim.etcd.patch(new Document(Map.of("pause", true)));
        sim.queue.runFor(Duration.ofSeconds(5));
        sim.killNode(leader);
        sim.etcd.patch(new Document(Map.of("pause", false)));
        sim.queue.runFor(Duration.ofMinutes(1));
        assertThat(sim.primary()).isEmpty();
        sim.start(leader);
        sim.untilWhole(LIMIT);
    }

    /// The clients write, so each renewal has something new to say of the member.
    @Test
    void a_leader_says_what_it_is_with_its_renewals_and_not_beside_them() {
        for (var look = 0; look < 5; look++) {
            var last = sim.etcd.view().heartbeat().revision();
            sim.until(() -> sim.etcd.view().heartbeat().revision() > last, LIMIT);
            sim.queue.runFor(Duration.ofMillis(500));
            assertThat(sim.etcd.store().keys().get("members/" + leader).mod()).isEqualTo(sim.etcd.view().heartbeat().revision());
        }
    }

    /// At Patroni's times a leader looks at etcd every ten seconds: a server that stands still is seen by then all the same.
    @Test
    void between_two_looks_the_server_is_looked_at_alone() {
        sim.etcd.patch(new Document(Map.of("ttl", 30, "loop_wait", 10, "retry_timeout", 10)));
        sim.queue.runFor(Duration.ofSeconds(30));
        var renewed = sim.etcd.view().heartbeat().revision();
        var oldest = Duration.ZERO;
        for (int second = 0; second < 60; second++) {
            sim.queue.runFor(Duration.ofSeconds(1));
            var age = sim.agent(leader).operator().snapshot().world().now().until(sim.process(leader).now());
            if (age.compareTo(oldest) > 0) oldest = age;
        }
        assertThat(oldest).isLessThan(Duration.ofMillis(3_100));
        assertThat(sim.etcd.view().heartbeat().revision() - renewed).as("a renewal, with the position of the leader, and those of two standbys every ten seconds").isBetween(16L, 21L);
        sim.idle = true;
        sim.queue.runFor(Duration.ofSeconds(30));
        renewed = sim.etcd.view().heartbeat().revision();
        sim.queue.runFor(Duration.ofMinutes(1));
        assertThat(sim.etcd.view().heartbeat().revision() - renewed).as("renewals alone").isBetween(5L, 7L);
    }

    /// Quiet standbys look at etcd every twenty seconds then, and believe it all the same when it says that the lease is gone, or that the lock is theirs.
    @Test
    void an_idle_cluster_at_patronis_times_loses_no_time_by_looking_seldom() {
        idleAtPatronisTimes();
        sim.killNode(leader);
        assertThat(untilAnotherLeads()).isLessThan(Duration.ofSeconds(33));
        sim.start(leader);
        sim.untilWhole(LIMIT);
        sim.queue.runFor(Duration.ofMinutes(3));
        leader = sim.primary().orElseThrow();
        sim.ask(leader, new LocalRequest.Shutdown());
        assertThat(untilAnotherLeads()).isLessThan(Duration.ofSeconds(2));
    }

    /// A glance takes as long as a look may.
    @Test
    void a_glance_at_a_server_that_hangs_holds_up_no_renewal() {
        idleAtPatronisTimes();
        sim.server(leader).hang();
        for (int second = 0; second < 60; second++) {
            sim.queue.runFor(Duration.ofSeconds(1));
            if (sim.primary().filter(leader::equals).isEmpty()) return;
            assertThat(sim.agent(leader).operator().snapshot().permit()).isInstanceOfSatisfying(Permit.Until.class,
                    permit -> assertThat(permit.provenAt().until(sim.process(leader).now())).isLessThan(Duration.ofMillis(10_200)));
        }
    }

    private void idleAtPatronisTimes() {
        sim.etcd.patch(new Document(Map.of("ttl", 30, "loop_wait", 10, "retry_timeout", 10)));
        sim.queue.runFor(Duration.ofSeconds(30));
        sim.idle = true;
        sim.queue.runFor(Duration.ofMinutes(3));
        leader = sim.primary().orElseThrow();
    }

    @Test
    void a_scheduled_restart_is_carried_out_at_its_time_and_forgotten() {
        var at = Instant.parse("2026-01-01T00:00:00Z").plusNanos(sim.queue.now().nanos()).plusSeconds(20);
        var restart = new ScheduledRestart.At(new Document(Map.of("schedule", at.toString(), "role", "primary")), new Moment(0), "");
        sim.process(leader).run(() -> assertThat(sim.agent(leader).operator().schedule(restart)).isTrue());
        sim.queue.runFor(Duration.ofSeconds(19));
        assertThat(key().has("scheduled_restart")).isTrue();
        assertThat(sim.agent(leader).operator().schedule(restart)).as("one at a time").isFalse();
        assertThat(sim.primary()).contains(leader);
        assertThat(sim.until(() -> sim.primary().isEmpty(), LIMIT)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1500));
        sim.untilWhole(LIMIT);
        sim.queue.runFor(Duration.ofMinutes(1));
        assertThat(sim.primary()).contains(leader);
        assertThat(key().has("scheduled_restart")).isFalse();
        assertThat(sim.etcd.view().history().rows()).isEmpty();
        assertThat(sim.agent(leader).operator().unschedule()).isFalse();
    }

    /// Its answer is not that of the restart with which the slot was copied.
    @Test
    void whoever_asks_for_a_restart_while_a_slot_is_copied_gets_one_of_his_own() {
        var standby = leader.equals("a") ? "b" : "a";
        sim.etcd.patch(new Document(Map.of("slots", Map.of("cdc", Map.of("type", "logical", "database", "shop", "plugin", "pgoutput")))));
        sim.until(() -> busy(standby, JobKind.COPY_SLOTS), LIMIT);
        var heard = new ArrayList<Operator.Answer>();
        sim.process(standby).run(() -> sim.agent(standby).operator().request(new LocalRequest.Restart(), heard::add));
        sim.until(() -> busy(standby, JobKind.RESTART), LIMIT);
        assertThat(heard).isEmpty();
        sim.until(() -> !heard.isEmpty(), LIMIT);
        assertThat(heard).containsExactly(new Operator.Answer(true, "restarted successfully"));
    }

    /// In synchronous modes commits could wait for both.
    @Test
    void standbys_restart_one_after_another_for_the_slots_that_they_lack() {
        sim.etcd.patch(new Document(Map.of("slots", Map.of("cdc", Map.of("type", "logical", "database", "shop", "plugin", "pgoutput")))));
        var standbys = Stream.of("a", "b", "c").filter(name -> !name.equals(leader)).toList();
        sim.until(() -> {
            assertThat(standbys).as("that are not up").filteredOn(name -> !sim.server(name).running()).hasSizeLessThan(2);
            return standbys.stream().allMatch(name -> sim.server(name).logicalSlots.size() == 1 && sim.server(name).running());
        }, LIMIT);
    }

    private boolean busy(String name, JobKind wanted) {
        return sim.agent(name).operator().snapshot().world().job() instanceof JobStatus.Running(var kind, _, _) && kind == wanted;
    }

    private Document key() {
        return sim.etcd.view().member(new MemberName(leader)).data();
    }

    private Duration untilAnotherLeads() {
        return sim.until(() -> sim.primary().filter(p -> !p.equals(leader)).isPresent(), LIMIT);
    }
}
