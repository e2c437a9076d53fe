package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.TTL;
import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Action.Arming;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Then;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockMineTest {
    private static final Stance TO_B = Stance.standDown(StopMode.FAST, new Then.HandTo(new MemberName("b")));
    private static final OperatorRequest SWITCHOVER_TO_B =
            new OperatorRequest.Switchover(new MemberName("a"), new Candidate.Named(new MemberName("b")), "", 9);

    private static GivenWorld mine() {
        return cluster("a", "b", "c").lockHeldBy("a").at("a").primary(lsn(1000)).permitted();
    }

    @Test
    void a_healthy_leader_leads() {
        given(mine()).decides().byRule("mine.lead").taking(Stance.LEAD).neverPlanning(Action.RunJob.class, Action.RenewLock.class);
    }

    @Test
    void the_lock_is_renewed_when_its_proof_is_old() {
        given(mine()).permitEnded().decides().byRule("mine.lead").planning(Action.RenewLock.class);
    }

    @Test
    void each_renewal_tells_how_far_the_leader_wrote_even_when_its_server_answers_no_more() {
        var renewal = new Action.RenewLock(GivenWorld.held("a"), new DcsWrite.Proof(true, new ClusterStatus(lsn(2000), Map.of(), new Timeline(1))), Arming.GUARDED);
        given(mine()).config("member_slots_ttl", 0).primary(lsn(2000)).permitEnded().decides().planning(renewal);
        given(mine()).crashedPrimary().wrote(lsn(2000)).permitEnded().decides().planning(renewal);
        given(mine()).silentFor(Duration.ofSeconds(1)).wrote(lsn(2000)).permitEnded().decides().planning(renewal);
        given(mine()).config("member_slots_ttl", 0).job(JobKind.STOP).primary(lsn(2000)).permitEnded().decides().planning(renewal);
        given(mine()).config("member_slots_ttl", 0).primary(lsn(1000)).permitEnded().decides().planning(new Action.RenewLock(GivenWorld.held("a"), DcsWrite.Proof.GUARDED, Arming.GUARDED));
        given(mine()).standby(lsn(500)).permitEnded().decides().planning(new Action.RenewLock(GivenWorld.held("a"), DcsWrite.Proof.GUARDED, Arming.GUARDED));
    }

    @Test
    void a_standby_that_holds_the_lock_is_promoted() {
        given(mine()).standby(lsn(1000)).claimed("a", 2).decides().byRule("mine.lead").running(JobKind.PROMOTE)
                .planning(new Action.RunJob(JobKind.PROMOTE, List.of(new Step.PrePromote(), new Step.Promote(new Timeline(2)))));
    }

    @Test
    void no_promotion_without_a_claim_to_its_timeline() {
        var claim = new Action.Write(new DcsWrite.ClaimTimeline(GivenWorld.held("a"), new Timeline(4), 0));
        given(mine()).standby(lsn(1000)).claimed("b", 3).decides().byRule("mine.lead").planning(claim).neverPlanning(Action.RunJob.class);
        given(mine()).standby(lsn(1000)).claimed("a", 1).decides().byRule("mine.lead").writing(DcsWrite.ClaimTimeline.class).neverPlanning(Action.RunJob.class);
    }

    @Test
    void the_successor_gets_the_lock_with_a_claim_above_every_number_that_may_have_been_made() {
        given(mine()).request(SWITCHOVER_TO_B).stoppedPrimary(lsn(1000)).claimed("c", 5).decides()
                .planning(new Action.GiveLock(new DcsWrite.HandOver(GivenWorld.held("a"), new MemberName("b"), GivenWorld.held("b").lease(), new Timeline(6), new Term(1))));
    }

    @Test
    void a_crashed_primary_is_started_where_it_is() {
        given(mine()).crashedPrimary().decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void a_crash_fails_over_at_once_when_no_time_is_given() {
        given(mine()).crashedPrimary().config("primary_start_timeout", 0).peerSilent("c")
                .decides().byRule("mine.crash-fails-over").taking(TO_B).planning(Action.GiveLock.class);
    }

    @Test
    void a_crash_fails_over_only_within_the_allowed_loss() {
        given(mine()).crashedPrimary().config("primary_start_timeout", 0).optime(lsn(1000 + (1 << 20) + 1)).peerSilent("c")
                .decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void a_crash_does_not_fail_over_to_nobody() {
        given(mine()).crashedPrimary().config("primary_start_timeout", 0).peerSilent("b").peerSilent("c")
                .decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void a_switchover_stops_first_and_keeps_the_lock_meanwhile() {
        given(mine()).request(SWITCHOVER_TO_B).decides().byRule("mine.operator-wants-another").taking(TO_B)
                .running(JobKind.STOP).neverPlanning(Action.GiveLock.class);
    }

    /// Seed 34: it stopped for one who was near enough, and gave it nothing, for that one had not everything.
    @Test
    void a_standby_that_holds_the_lock_stops_only_for_one_who_has_all_of_its_wal() {
        given(mine()).standby(lsn(1001)).claimed("a", 2).request(SWITCHOVER_TO_B).decides().byRule("mine.lead").running(JobKind.PROMOTE);
        given(mine()).standby(lsn(1000)).claimed("a", 2).request(SWITCHOVER_TO_B).decides().byRule("mine.operator-wants-another").running(JobKind.STOP);
    }

    @Test
    void a_stopped_leader_hands_over() {
        given(mine()).request(SWITCHOVER_TO_B).stoppedPrimary(lsn(1000)).decides().byRule("mine.operator-wants-another").planning(Action.GiveLock.class);
    }

    @Test
    void after_the_stop_a_candidate_that_misses_anything_is_not_fit() {
        given(mine()).request(SWITCHOVER_TO_B).stoppedPrimary(lsn(1001)).decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void the_leader_writes_a_damaged_configuration_again_over_what_it_read() {
        var known = mine().world().memory().config().document();
        given(mine()).configDamaged().decides().byRule("mine.lead").planning(new Action.Write(new DcsWrite.PutConfig(known, 3)));
        given(mine()).decides().neverWriting(DcsWrite.PutConfig.class);
        given(mine()).lockHeldBy("b").configDamaged().decides().neverWriting(DcsWrite.PutConfig.class);
    }

    /// No text of `initialize` that is no system identifier is another's: the leader's own server says which cluster this is.
    @Test
    void the_leader_writes_a_damaged_system_identifier_again() {
        given(mine()).initialize(new Initialize.InProgress(40)).decides().byRule("mine.lead").writing(DcsWrite.FinishInitialize.class);
        given(mine()).decides().neverWriting(DcsWrite.FinishInitialize.class);
        given(mine()).lockHeldBy("b").initialize(new Initialize.InProgress(40)).decides().neverWriting(DcsWrite.FinishInitialize.class);
    }

    /// It was scheduled when another led, or somebody put it by hand.
    @Test
    void a_switchover_from_another_leader_is_not_carried_out_but_cleared() {
        var request = new OperatorRequest.Switchover(new MemberName("c"), new Candidate.Named(new MemberName("b")), "", 9);
        given(mine()).request(request).decides().byRule("mine.lead").writing(DcsWrite.ClearRequest.class);
        given(mine()).request(new OperatorRequest.Switchover(new MemberName("c"), Candidate.BEST, "", 9)).decides().byRule("mine.lead");
    }

    @Test
    void a_request_for_later_waits() {
        given(mine()).request(SWITCHOVER_TO_B).dueIn(Duration.ofSeconds(1)).decides().byRule("mine.lead");
    }

    /// Contract 4.8: a leader that was down or paused at the time does not switch over in the middle of the next day. One that has begun is ended.
    @Test
    void a_request_whose_time_passed_long_ago_is_cleared() {
        given(mine()).request(SWITCHOVER_TO_B).dueIn(Duration.ofSeconds(-15)).decides().byRule("mine.operator-wants-another");
        given(mine()).request(SWITCHOVER_TO_B).dueIn(Duration.ofSeconds(-16)).decides().byRule("mine.lead").writing(DcsWrite.ClearRequest.class);
        given(mine()).request(SWITCHOVER_TO_B).dueIn(Duration.ofSeconds(-16)).stoppedPrimary(lsn(1000)).decides().byRule("mine.operator-wants-another");
        assertThat(given(mine()).request(SWITCHOVER_TO_B).dueIn(Duration.ofSeconds(-60)).job(JobKind.STOP).decides().byRule("always.job-runs").decision().plan())
                .as("its checkpoint takes long").noneMatch(a -> a instanceof Action.Write(DcsWrite.ClearRequest _));
    }

    @Test
    void a_request_that_cannot_come_true_is_cleared() {
        given(mine()).request(SWITCHOVER_TO_B).peerSilent("b").decides().byRule("mine.lead").planning(Action.Write.class);
    }

    @Test
    void the_lock_of_an_earlier_process_is_taken_over_first() {
        given(mine()).lockOnAnotherLease().decides().byRule("mine.former-self").planning(Action.TakeLock.class);
    }

    @Test
    void without_data_the_lock_is_let_go() {
        given(mine()).postgres(PostgresState.NO_DATA).decides().byRule("mine.nothing-to-lead").planning(Action.GiveLock.class);
        given(mine()).postgres(new PostgresState.HalfDone("rewind")).decides().byRule("mine.nothing-to-lead").planning(Action.GiveLock.class);
    }

    @Test
    void a_copy_on_an_older_timeline_does_not_lead() {
        given(mine()).stoppedPrimary(lsn(1000)).clusterOnTimeline(2).decides().byRule("mine.older-timeline").planning(Action.GiveLock.class);
    }

    @Test
    void a_failed_start_gives_another_the_lead() {
        given(mine()).crashedPrimary().jobEnded(JobKind.START_PRIMARY, false, Duration.ZERO).peerSilent("c").decides().byRule("mine.start-failed").taking(TO_B);
    }

    @Test
    void a_failed_start_with_nobody_else_is_tried_again_after_a_pause() {
        var alone = mine().crashedPrimary().peerSilent("b").peerSilent("c");
        given(alone).jobEnded(JobKind.START_PRIMARY, false, Duration.ofSeconds(1)).decides().byRule("mine.start-pauses").holding();
        given(alone).jobEnded(JobKind.START_PRIMARY, false, Duration.ofSeconds(4)).decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void a_failed_promotion_stops_the_server_before_the_lock_goes() {
        given(mine()).standby(lsn(1000)).jobEnded(JobKind.PROMOTE, false, Duration.ZERO).decides().byRule("mine.promotion-failed").running(JobKind.STOP);
    }

    @Test
    void a_promotion_that_the_operator_refuses_leaves_the_server_alone_and_gives_the_lock_away_for_a_ttl() {
        given(mine()).standby(lsn(1000)).jobEnded(JobKind.PRE_PROMOTE, false, Duration.ZERO).decides().byRule("mine.pre-promote-failed").taking(Stance.FOLLOW)
                .planning(Action.GiveLock.class).neverPlanning(Action.RunJob.class);
        given(mine()).standby(lsn(1000)).term("a", 2).foundItsKey().jobEnded(JobKind.PRE_PROMOTE, false, Duration.ZERO).decides().byRule("mine.pre-promote-failed").running(JobKind.STOP);
        given(mine()).standby(lsn(1000)).claimed("a", 2).jobEnded(JobKind.PRE_PROMOTE, false, TTL).decides().byRule("mine.lead").running(JobKind.PROMOTE);
    }

    @Test
    void a_server_that_hangs_for_a_whole_ttl_is_killed_and_started_anew() {
        given(mine()).silentFor(Duration.ofMillis(9_999)).decides().byRule("mine.lead").neverPlanning(Action.RunJob.class);
        given(mine()).silentFor(TTL).decides().byRule("mine.silent-too-long").taking(Stance.standDown(StopMode.KILL, Then.NOTHING)).running(JobKind.STOP);
        given(mine()).silentFor(TTL).permitEnded().decides().planning(Action.RenewLock.class);
    }

    @Test
    void the_operator_may_restart_it() {
        given(mine()).local(new LocalRequest.Restart()).decides().byRule("mine.operator-restart").running(JobKind.RESTART);
    }

    @Test
    void a_standby_that_was_just_given_the_lock_is_promoted_before_it_is_restarted() {
        given(mine()).local(new LocalRequest.Restart()).standby(lsn(1000)).claimed("a", 2).decides().byRule("mine.lead").running(JobKind.PROMOTE);
    }

    @Test
    void a_leader_whose_required_watchdog_fails_hands_over_or_lets_go() {
        given(mine()).watchdog("it takes no ping").decides().byRule("mine.watchdog-unfit").taking(TO_B);
        given(mine()).watchdog("it takes no ping").peerSilent("b").peerWithFailedWatchdog("c", lsn(1000)).decides().byRule("mine.watchdog-unfit").taking(Stance.standDown(StopMode.FAST, Then.LET_GO));
        given(mine()).watchdog("it takes no ping").config("pause", true).decides().byRule("paused.keep-lock").holding();
    }

    @Test
    void a_standby_that_cannot_arm_its_watchdog_gives_the_lock_back_and_runs_on() {
        given(mine()).standby(lsn(1000)).watchdog("its timeout is 60 s").decides().byRule("mine.watchdog-unfit").taking(Stance.FOLLOW).planning(Action.GiveLock.class).neverPlanning(Action.RunJob.class);
    }
}
