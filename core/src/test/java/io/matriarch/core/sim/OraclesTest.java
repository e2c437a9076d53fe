package io.matriarch.core.sim;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// A check that cannot fail is a defect: for each oracle a history that breaks its promise, and beside it one that keeps it.
/// Longer than most: there are that many.
class OraclesTest {
    private static final MemberName A = new MemberName("a");
    private static final MemberName B = new MemberName("b");
    private static final Duration TTL = Duration.ofSeconds(10);

    private static Moment at(double seconds) {
        return new Moment((long) (seconds * 1e9));
    }

    private static void breaks(String oracle, String what, ThrowingCallable history) {
        assertThatExceptionOfType(Breach.class).isThrownBy(history).withMessageStartingWith(oracle + ": ").withMessageContaining(what);
    }

    // ---- one writable primary

    @Test
    void two_writable_servers_are_noticed_with_the_length_of_their_overlap() {
        var oracle = new OneWriter();
        oracle.look(at(1), List.of(A));
        oracle.look(at(2), List.of(A, B));
        oracle.look(at(2.1), List.of(A, B));
        breaks(OneWriter.NAME, "[a, b] were writable at once for 120 ms", () -> oracle.look(at(2.12), List.of(B)));
    }

    @Test
    void two_that_stay_writable_are_not_waited_for() {
        var oracle = new OneWriter();
        oracle.look(at(1), List.of(A, B));
        breaks(OneWriter.NAME, "for 500 ms and more", () -> oracle.look(at(1.5), List.of(A, B)));
    }

    @Test
    void one_after_the_other_is_well() {
        var oracle = new OneWriter();
        oracle.look(at(1), List.of(A));
        oracle.look(at(2), List.of());
        oracle.look(at(2), List.of(B));
    }

    // ---- writable only under a permit

    @Test
    void a_server_that_never_proved_to_lead_is_not_writable() {
        breaks(UnderPermit.NAME, "never proved", () -> new UnderPermit().writable(A, at(1)));
    }

    @Test
    void a_permit_counts_from_the_sending_and_ends_two_seconds_before_the_lease() {
        var oracle = new UnderPermit();
        oracle.proven(A, at(100), TTL);
        oracle.writable(A, at(107.98));
        breaks(UnderPermit.NAME, "10 ms after", () -> oracle.writable(A, at(108)));
    }

    @Test
    void a_shorter_ttl_ends_the_longer_permit() {
        var oracle = new UnderPermit();
        oracle.proven(A, at(100), Duration.ofSeconds(20));
        oracle.proven(A, at(101), TTL);
        breaks(UnderPermit.NAME, "after what it proved last", () -> oracle.writable(A, at(110)));
    }

    @Test
    void a_late_older_proof_shortens_nothing() {
        var oracle = new UnderPermit();
        oracle.proven(A, at(103), TTL);
        oracle.proven(A, at(100), TTL);
        oracle.writable(A, at(110));
    }

    @Test
    void what_everybody_confirmed_no_proof_by_another_ttl_takes_back() {
        var oracle = new UnderPermit();
        oracle.proven(A, at(100), Duration.ofSeconds(30));
        oracle.confirmed(A, at(103), TTL);
        oracle.proven(A, at(102), TTL);
        oracle.writable(A, at(110.9));
        breaks(UnderPermit.NAME, "after what it proved last", () -> oracle.writable(A, at(111.1)));
    }

    @Test
    void a_guardian_that_waits_longer_than_the_proof_allows_is_noticed_at_once() {
        var oracle = new UnderPermit();
        oracle.proven(A, at(100), TTL);
        oracle.armed(A, at(107.99));
        breaks(UnderPermit.NAME, "10 ms longer", () -> oracle.armed(A, at(108)));
    }

    // ---- at most one holder

    @Test
    void two_agents_with_a_permit_are_noticed() {
        OneHolder.look(List.of(A));
        breaks(OneHolder.NAME, "[a, b]", () -> OneHolder.look(List.of(A, B)));
    }

    @Test
    void a_lock_that_a_dead_loop_keeps_is_noticed() {
        LivingLeader.look(B, GivenWorld.held("a"));
        LivingLeader.look(A, LeaderLock.ABSENT);
        breaks(LivingLeader.NAME, "a holds the leader key", () -> LivingLeader.look(A, GivenWorld.held("a")));
    }

    // ---- liveness

    @Test
    void a_cluster_without_a_leader_or_with_a_standby_that_does_not_stream_is_not_whole() {
        var sim = new ClusterSim(10, "a", "b");
        sim.untilWhole(Duration.ofMinutes(1));
        var standby = sim.primary().orElseThrow().equals("a") ? "b" : "a";
        sim.network.sentToPeers.set(new MemberName(standby), true);
        assertThat(sim.whole()).isFalse();
        sim.network.heal();
        assertThat(sim.whole()).isTrue();
        sim.network.etcdDown = true;
        sim.queue.runFor(Duration.ofSeconds(20));
        assertThat(sim.queue.runUntil(sim::whole, Duration.ofMinutes(2))).isFalse();
    }

    // ---- timelines

    @Test
    void a_number_made_twice_that_nobody_could_know_of_ends_the_run() {
        var oracle = new Timelines();
        oracle.made(A, 2, at(1), _ -> true);
        assertThatExceptionOfType(Unknowable.class).isThrownBy(() -> oracle.made(B, 2, at(9), then -> then.equals(at(1))));
        breaks(Timelines.NAME, "timeline 2 made a second time, by b", () -> oracle.made(B, 2, at(9), _ -> false));
    }

    @Test
    void a_timeline_made_twice_is_noticed() {
        var oracle = new Timelines();
        oracle.made(A, 2);
        breaks(Timelines.NAME, "timeline 2 made a second time, by b", () -> oracle.made(B, 2));
    }

    @Test
    void a_timeline_that_was_claimed_and_is_made_late_is_no_breach_unless_it_was_made() {
        var oracle = new Timelines();
        oracle.made(A, 2);
        oracle.made(A, 4);
        oracle.made(B, 3);
        breaks(Timelines.NAME, "timeline 3 made a second time, by a", () -> oracle.made(A, 3));
    }

    // ---- loss

    private static final Wal ONE = Wal.START.next();

    @Test
    void an_old_row_that_is_missing_is_noticed() {
        var oracle = ledForAMinute();
        breaks(BoundedLoss.NAME, "acknowledged PT", () -> oracle.leads(B, ONE, List.of()));
    }

    /// A row every tenth of a second, by A.
    private static BoundedLoss ledForAMinute() {
        var oracle = new BoundedLoss();
        oracle.ttl = TTL;
        var tip = ONE;
        for (var i = 0; i < 600; i++) {
            tip = tip.next();
            oracle.acknowledged(A, tip, at(i / 10.0));
        }
        oracle.writable(A, at(61));
        return oracle;
    }

    @Test
    void a_row_of_the_last_ttl_may_be_lost() {
        var oracle = new BoundedLoss();
        oracle.ttl = TTL;
        oracle.acknowledged(A, ONE.next(), at(1));
        oracle.writable(A, at(10));
        oracle.leads(B, ONE, List.of());
        assertThat(oracle.lost).isEqualTo(1);
    }

    @Test
    void what_a_restored_etcd_forgot_may_be_lost_by_whoever_has_begun_since() {
        assertThat(losingAfterARestore(at(80)).lost).isEqualTo(600);
        breaks(BoundedLoss.NAME, "acknowledged PT", () -> losingAfterARestore(at(60)));
    }

    private static BoundedLoss losingAfterARestore(Moment begun) {
        var oracle = ledForAMinute();
        oracle.forgot(at(9), at(70));
        oracle.leads(B, ONE, List.of(), begun);
        return oracle;
    }

    @Test
    void what_an_earlier_term_of_the_same_leader_ended_with_is_counted_from_its_own_end() {
        var oracle = new BoundedLoss();
        oracle.ttl = TTL;
        var early = ONE.next();
        oracle.acknowledged(A, early, at(1));
        oracle.leads(A, early, List.of());
        oracle.acknowledged(A, early.next(), at(60));
        oracle.leads(B, ONE, List.of());
        assertThat(oracle.lost).isEqualTo(2);
    }

    @Test
    void but_not_when_another_candidate_has_it() {
        var oracle = new BoundedLoss();
        oracle.ttl = TTL;
        var row = ONE.next();
        oracle.acknowledged(A, row, at(1));
        breaks(BoundedLoss.NAME, "b leads without a row that c has", () -> oracle.leads(B, ONE, List.of(new BoundedLoss.Candidate(new MemberName("c"), row.next()))));
    }

    @Test
    void a_row_is_lost_by_the_promotion_that_left_it_behind() {
        var row = ONE.next();
        var c = List.of(new BoundedLoss.Candidate(new MemberName("c"), row));
        assertThat(leadingLater(row, List.of(), c).lost).isEqualTo(1);
        breaks(BoundedLoss.NAME, "b leads without a row that c has", () -> leadingLater(row, c, List.of()));
    }

    /// B was promoted at 2 and killed in the same instant, and is promoted again at 30.
    private static BoundedLoss leadingLater(Wal row, List<BoundedLoss.Candidate> first, List<BoundedLoss.Candidate> later) {
        var oracle = new BoundedLoss();
        oracle.ttl = TTL;
        oracle.acknowledged(A, row, at(1));
        var made = ONE.next();
        oracle.promoted(B, made, at(2), first, at(0));
        oracle.promoted(B, made.next(), at(30), later, at(0));
        oracle.leads(B, made.next(), later);
        return oracle;
    }

    @Test
    void with_synchronous_commits_no_row_at_all_may_be_lost() {
        var oracle = new BoundedLoss();
        oracle.ttl = TTL;
        oracle.acknowledged(A, ONE, at(1), true);
        oracle.leads(B, ONE.next(), List.of());
        oracle.acknowledged(B, ONE.next(), at(1), true);
        breaks(BoundedLoss.NAME, "while commits were synchronous", () -> oracle.leads(A, ONE.next(), List.of()));
    }

    // ---- copies

    @Test
    void a_copy_that_receives_another_history_is_noticed() {
        SameHistory.received(A, ONE, ONE.next(), 1);
        breaks(SameHistory.NAME, "a follows a history that is not its own, on timeline 2", () -> SameHistory.received(A, ONE.next(), ONE.next().next(), 2));
    }

    @Test
    void the_only_copy_of_the_newest_row_is_not_overwritten() {
        var newest = ONE.next();
        LastCopy.overwritten(A, B, newest, ONE, true, newest, List.of(newest.next()));
        LastCopy.overwritten(A, B, ONE, ONE, true, newest, List.of());
        breaks(LastCopy.NAME, "a held the only good copy and is overwritten from b", () -> LastCopy.overwritten(A, B, newest, ONE, true, newest, List.of(ONE)));
    }

    @Test
    void nor_from_one_that_does_not_lead_and_lacks_it() {
        var newest = ONE.next();
        LastCopy.overwritten(A, B, newest, newest, false, newest, List.of(newest));
        breaks(LastCopy.NAME, "a has what b lacks", () -> LastCopy.overwritten(A, B, newest, ONE, false, newest, List.of(newest)));
    }

    @Test
    void a_directory_in_the_middle_of_its_making_is_not_started() {
        var oracle = new NeverHalfDone();
        oracle.began(A, "rewind");
        oracle.starts(B);
        breaks(NeverHalfDone.NAME, "a is started in the middle of a rewind", () -> oracle.starts(A));
        oracle.ended(A);
        oracle.starts(A);
    }

    @Test
    void a_standby_makes_no_cluster() {
        Founders.wrote(A, false);
        breaks(Founders.NAME, "a writes initialize", () -> Founders.wrote(A, true));
    }

    @Test
    void a_primary_drops_no_slot_of_a_member_that_lives() {
        SlotsStay.dropped(A, true, "b", false);
        SlotsStay.dropped(A, false, "b", true);
        breaks(SlotsStay.NAME, "the slot b", () -> SlotsStay.dropped(A, true, "b", true));
    }

    @Test
    void what_a_primary_showed_that_came_back_is_in_every_later_one() {
        var common = Wal.START.next();
        var shown = common.next();
        var oracle = new Shown();
        var term = new Term(1);
        oracle.opens(A, shown, true, term);
        oracle.opens(B, shown.next(), false, term);
        breaks(Shown.NAME, "b leads without what a showed", () -> oracle.opens(B, common.next(), false, term));
        oracle.lost(A);
        oracle.opens(B, common.next(), false, term);
        oracle.opens(A, shown, false, term);
        oracle.opens(B, common.next(), false, term);
    }

    /// Its machine stood still unseen while it was promoted, and another was elected meanwhile.
    @Test
    void a_leader_of_an_earlier_term_may_open_late_where_clocks_lie() {
        var common = Wal.START.next();
        var oracle = new Shown();
        oracle.opens(A, common.next(), true, new Term(8));
        breaks(Shown.NAME, "b leads without what a showed", () -> oracle.opens(B, common.next(), false, new Term(7)));
        oracle.clocksLie = true;
        oracle.opens(B, common.next(), false, new Term(7));
        breaks(Shown.NAME, "b leads without what a showed", () -> oracle.opens(B, common.next(), false, new Term(8)));
        breaks(Shown.NAME, "b leads without what a showed", () -> oracle.opens(B, common.next(), false, new Term(9)));
    }

    // ---- paused means hands off

    private static final GivenWorld PAUSED = cluster("a", "b").at("a").primary(lsn(1000)).config("pause", true);

    private static Decision plan(Action action) {
        return new Decision("paused.test", "", Stance.HOLD, List.of(action), PAUSED.world().memory());
    }

    @Test
    void a_server_touched_in_a_pause_is_noticed() {
        breaks(HandsOff.NAME, "a touches its server", () -> HandsOff.decided(PAUSED.world(), plan(new Action.RunJob(JobKind.STOP, List.of()))));
    }

    @Test
    void a_lock_given_away_in_a_pause_is_noticed() {
        var give = new Action.GiveLock(new DcsWrite.LetGo(GivenWorld.held("a"), new Release.Clean(A, new Timeline(1), lsn(1000))));
        breaks(HandsOff.NAME, "a gives its lock away", () -> HandsOff.decided(PAUSED.world(), plan(give)));
    }

    @Test
    void what_the_operator_asks_for_is_done_in_a_pause_too() {
        var asked = cluster("a", "b").at("a").primary(lsn(1000)).config("pause", true).request(new OperatorRequest.Failover(B, 1));
        HandsOff.decided(asked.world(), plan(new Action.RunJob(JobKind.STOP, List.of())));
    }

    // ---- health answers true

    private static Snapshot snapshot(GivenWorld given, Stance stance) {
        var world = given.world();
        return new Snapshot(world, new Decision("mine.lead", "", stance, List.of(), world.memory()), world.permit(), 0, world.now());
    }

    @Test
    void health_says_primary_only_with_lock_permit_server_and_no_intent_to_stop() {
        var now = cluster("a", "b").world().now();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitted(), Stance.LEAD), now)).isTrue();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitted(), Stance.LEAD), now.plus(Duration.ofSeconds(5)))).isFalse();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitEnded(), Stance.LEAD), now)).isFalse();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitted().dcsDark(), Stance.HOLD), now)).isTrue();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").standby(lsn(1)).permitted(), Stance.LEAD), now)).isFalse();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitted().lockHeldBy("b"), Stance.LEAD), now)).isFalse();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitted(),
                Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)), now)).isFalse();
        assertThat(TrueHealth.primary(snapshot(cluster("a", "b").at("a").primary(lsn(1)).permitted().job(JobKind.RESTART), Stance.HOLD), now)).isFalse();
    }

    @Test
    void two_that_say_primary_at_once_are_noticed() {
        var oracle = new TrueHealth();
        oracle.says(A, at(1), at(1), at(9), at(1), TTL);
        oracle.says(B, at(2), at(2), at(9), at(2), TTL);
        breaks(TrueHealth.NAME, "b and a both say", () -> oracle.says(A, at(2), at(2), at(9), at(2), TTL));
    }

    @Test
    void primary_after_the_permit_is_noticed() {
        breaks(TrueHealth.NAME, "500 ms after its permit ended", () -> new TrueHealth().says(A, at(9.5), at(9.5), at(9), at(9.5), TTL));
    }

    @Test
    void primary_without_a_writable_server_is_noticed() {
        breaks(TrueHealth.NAME, "has taken no write for 5000 ms", () -> new TrueHealth().says(A, at(8), at(8), at(9), at(3), Duration.ofSeconds(4)));
    }

    // ---- every role change is journaled

    @Test
    void a_role_change_that_the_journal_never_heard_of_is_noticed() {
        var oracle = new Journaled();
        oracle.changed(A, at(1));
        oracle.look(at(15));
        breaks(Journaled.NAME, "the journal of a", () -> oracle.look(at(17)));
    }

    @Test
    void it_may_be_written_before_or_a_moment_after_and_a_dead_agent_writes_nothing() {
        var oracle = new Journaled();
        oracle.written(A, at(1));
        oracle.changed(A, at(2));
        oracle.changed(A, at(20));
        oracle.written(A, at(21));
        oracle.changed(B, at(22));
        oracle.disturbed(B);
        oracle.look(at(100));
    }
}
