package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Then;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherBooksTest {
    private static GivenWorld leader() {
        return cluster("a", "b").lockHeldBy("a").at("a").primary(lsn(1000)).permitted();
    }

    @Test
    void a_leader_key_on_no_lease_is_nobodys_and_goes() {
        for (var text : List.of("a", "b", "garbage", "")) {
            for (var world : List.of(leader().permitted(), leader(), cluster("a", "b").at("b"), cluster("a", "b").at("b").config("pause", true), cluster("a", "b").at("b").job(JobKind.CLONE)))
                given(world.lockPutByHand(text, LeaseId.NONE)).decides().byRule("always.leader-key-by-hand").planning(Action.DisownLock.class).neverPlanning(Action.TakeLock.class, Action.RunJob.class, Action.Kill.class);
        }
    }

    @Test
    void a_leader_key_that_was_changed_to_no_members_name_is_taken_back_while_the_permit_runs() {
        var on = new LeaseId(4711);
        given(leader().permitted().lockPutByHand("garbage", on)).decides().byRule("others.key-names-nobody").planning(Action.DisownLock.class).neverPlanning(Action.RunJob.class);
        given(leader().permitted().lockPutByHand("b", on)).decides().byRule("others.primary-without-lock");
        given(leader().permitEnded().lockPutByHand("garbage", on)).decides().byRule("others.primary-without-lock");
        given(leader().permitted().lockPutByHand("garbage", on).heartbeatOf("b")).decides().byRule("others.primary-without-lock");
        given(cluster("a", "b").at("b").lockPutByHand("garbage", on)).decides().neverPlanning(Action.DisownLock.class, Action.TakeLock.class);
    }

    @Test
    void without_the_dcs_a_primary_stays_as_long_as_its_permit() {
        given(leader()).dcsDark().decides().byRule("unreachable.primary-on-permit").holding();
        given(leader()).dcsDark().permitEnded().decides().byRule("unreachable.permit-ended").running(JobKind.STOP);
    }

    @Test
    void without_the_dcs_standbys_serve_reads() {
        given(cluster("a", "b")).at("b").dcsDark().decides().byRule("unreachable.wait").holding();
        given(leader()).dcsDark().stoppedPrimary(lsn(1000)).decides().byRule("unreachable.serve-reads").running(JobKind.START_STANDBY);
        given(leader()).dcsDark().permitEnded().config("pause", true).decides().byRule("unreachable.paused").holding();
    }

    @Test
    void foreign_data_is_not_touched() {
        given(leader()).initialize(new Initialize.Done(new SystemId("42"))).decides().byRule("always.foreign-system-id").taking(new Stance.Quit(1))
                .neverPlanning(Action.RunJob.class);
    }

    @Test
    void a_lock_of_a_former_term_is_given_up_without_a_word() {
        given(leader()).setBack().permitEnded().decides().byRule("always.may-be-a-former-term").taking(Stance.DISOWN).planning(Action.DisownLock.class)
                .neverPlanning(Action.RenewLock.class, Action.GiveLock.class, Action.RunJob.class);
        given(leader()).setBack().permitted().decides().byRule("mine.lead");
    }

    @Test
    void who_lost_track_of_etcd_leads_when_the_others_say_that_they_do_not() {
        given(leader()).lostTrack().permitEnded().decides().byRule("mine.lead");
        given(leader()).lostTrack().permitEnded().peerSilent("b").decides().byRule("always.may-be-a-former-term");
        given(leader()).lostTrack().permitEnded().peer("b", PERMITTED).decides().byRule("always.may-be-a-former-term");
        given(leader()).lostTrack().permitEnded().peer("b", KNOWS_A_NEWER_TIMELINE).decides().byRule("always.may-be-a-former-term");
        given(leader()).permitEnded().peerSilent("b").decides().byRule("mine.lead");
    }

    /// One whose agent has just come back is handed the lock: the timeline that it may make is known to all.
    @Test
    void the_claim_that_came_with_the_lock_is_no_newer_timeline() {
        given(leader()).lostTrack().permitEnded().claimed("a", 2).peer("b", KNOWS_A_NEWER_TIMELINE).decides().byRule("mine.lead");
        given(leader()).lostTrack().permitEnded().claimed("b", 2).peer("b", KNOWS_A_NEWER_TIMELINE).decides().byRule("always.may-be-a-former-term");
    }

    @Test
    void a_clean_release_of_a_store_that_was_set_back_proves_nothing() {
        given(cluster("a", "b").lockAbsent()).at("b").released().setBack().decides().byRule("free.last-leader-may-live").holding();
        given(cluster("a", "b").lockAbsent()).at("b").released().lostTrack().peerSilent("a").decides().byRule("free.last-leader-may-live").holding();
        given(cluster("a", "b").lockAbsent()).at("b").released().lostTrack().decides().byRule("free.furthest-races");
    }

    private static final PeerReport PERMITTED = new PeerReport.Answered(false, true, new Timeline(1), lsn(1000), Tags.NONE, true, new Timeline(1), false);
    private static final PeerReport KNOWS_A_NEWER_TIMELINE = new PeerReport.Answered(false, false, /* timeline= */ Timeline.UNKNOWN, lsn(0), Tags.NONE, false, /* known= */ new Timeline(2), false);

    @Test
    void a_job_is_left_alone_and_the_lock_renewed_meanwhile() {
        given(leader()).job(JobKind.STOP).permitEnded().decides().byRule("always.job-runs").holding().planning(Action.RenewLock.class);
    }

    @Test
    void a_promotion_ends_when_another_leads() {
        given(cluster("a", "b").lockHeldBy("a")).at("b").job(JobKind.PROMOTE).decides().byRule("always.lock-lost-during-job")
                .planning(Action.CancelJob.class, Action.Kill.class);
    }

    @Test
    void a_pre_promote_that_runs_is_ended_with_the_lock_or_the_permit_and_its_server_goes_on() {
        var prepares = JobKind.PRE_PROMOTE;
        for (var lost : List.of(cluster("a", "b").lockHeldBy("a").at("b").permitted(), cluster("a", "b").lockAbsent().at("b").permitted(), cluster("a", "b").lockHeldBy("b").at("b").permitEnded()))
            given(lost.job(prepares)).decides().byRule("always.lock-lost-before-promotion").planning(Action.CancelJob.class).neverPlanning(Action.Kill.class);
        given(cluster("a", "b").lockHeldBy("b").at("b").permitted().job(prepares)).decides().byRule("always.job-runs").holding();
        given(cluster("a", "b").lockHeldBy("b").at("b").permitted().dcsDark().job(prepares)).decides().byRule("always.job-runs").holding();
    }

    @Test
    void a_start_that_takes_too_long_is_ended() {
        var slow = leader().recoveringPrimary();
        given(slow).jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301)).decides().byRule("always.start-takes-too-long").planning(Action.CancelJob.class, Action.Kill.class);
        given(slow).jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(299)).decides().byRule("always.job-runs");
        given(slow).crashedPrimary().jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301)).decides().byRule("always.start-takes-too-long");
    }

    /// Ended, it would recover from the beginning, and be ended again: with no time given at all it never came up.
    @Test
    void a_slow_start_goes_on_while_nobody_else_is_fit() {
        var slow = leader().recoveringPrimary().jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301));
        given(slow).peerSilent("b").decides().byRule("always.job-runs");
        given(slow).optime(lsn(1000 + (1 << 20) + 1)).decides().byRule("always.job-runs");
        given(slow).crashedPrimary().peerSilent("b").config("primary_start_timeout", 0).decides().byRule("always.job-runs");
    }

    @Test
    void who_could_lead_in_place_of_a_slow_start_is_asked() {
        var slow = leader().recoveringPrimary();
        assertThat(Asks.peers(slow.jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(299)).world())).isEmpty();
        assertThat(Asks.peers(slow.jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301)).world())).hasSize(1);
    }

    @Test
    void a_start_that_has_just_come_up_is_not_ended() {
        given(leader()).jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301)).decides().byRule("always.job-runs");
        given(leader()).silentFor(Duration.ofSeconds(1)).jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301)).decides().byRule("always.job-runs");
        given(leader()).silentFor(Duration.ofSeconds(31)).peerSilent("b").jobSince(JobKind.START_PRIMARY, Duration.ofSeconds(301)).decides().byRule("always.start-takes-too-long");
    }

    private static Action stops(boolean checkpoint, Duration limit) {
        return new Action.RunJob(JobKind.STOP, List.of(new Step.Stop(StopMode.FAST, checkpoint, limit)));
    }

    @Test
    void a_primary_has_a_limit_to_stop_in_where_commits_are_synchronous_and_there_alone() {
        leader().local(new LocalRequest.Shutdown()).config("primary_stop_timeout", 5).decides().byRule("leaving.stop-first").planning(stops(true, Step.Stop.NO_LIMIT));
        leader().local(new LocalRequest.Shutdown()).config("synchronous_mode", "quorum").decides().planning(stops(true, Step.Stop.NO_LIMIT));
        leader().local(new LocalRequest.Shutdown()).config("synchronous_mode", "quorum").config("primary_stop_timeout", 5).decides().planning(stops(true, Duration.ofSeconds(5)));
        leader().local(new LocalRequest.Shutdown()).config("synchronous_mode", true).config("master_stop_timeout", "7").decides().planning(stops(true, Duration.ofSeconds(7)));
        leader().local(new LocalRequest.Shutdown()).config("synchronous_mode", true).config("primary_stop_timeout", -1).decides().planning(stops(true, Step.Stop.NO_LIMIT));
        leader().at("b").local(new LocalRequest.Shutdown()).config("synchronous_mode", true).config("primary_stop_timeout", 5).standby(lsn(1000)).decides().planning(stops(false, Step.Stop.NO_LIMIT));
    }

    @Test
    void leaving_stops_the_server_then_hands_over_then_goes() {
        var leaving = leader().local(new LocalRequest.Shutdown());
        given(leaving).decides().byRule("leaving.stop-first").running(JobKind.STOP);
        given(leaving).stoppedPrimary(lsn(1000)).decides().byRule("leaving.hand-over")
                .taking(Stance.standDown(StopMode.FAST, new Then.HandTo(new MemberName("b")))).planning(Action.GiveLock.class);
        given(leaving).stoppedPrimary(lsn(1000)).peerSilent("b").decides().byRule("leaving.hand-over").taking(Stance.standDown(StopMode.FAST, Then.LET_GO));
        given(leaving).lockAbsent().decides().byRule("leaving.gone").taking(new Stance.Quit(0)).planning(Action.Exit.class);
    }

    @Test
    void leaving_cancels_what_is_under_way() {
        given(cluster("a", "b")).at("b").local(new LocalRequest.Shutdown()).job(JobKind.CLONE).decides().byRule("always.job-gives-way").planning(Action.CancelJob.class);
    }

    @Test
    void a_paused_cluster_keeps_its_servers() {
        given(leader()).config("pause", true).handsOff().local(new LocalRequest.Shutdown()).decides().byRule("leaving.paused").taking(new Stance.Quit(0))
                .neverPlanning(Action.RunJob.class, Action.GiveLock.class);
    }

    @Test
    void an_agent_that_leaves_a_paused_primary_says_first_that_nobody_ends_it() {
        given(leader()).config("pause", true).local(new LocalRequest.Shutdown()).decides().byRule("leaving.not-yet-unguarded").planning(Action.RenewLock.class)
                .neverPlanning(Action.Disarm.class, Action.Exit.class);
    }

    @Test
    void pause_touches_no_server() {
        var kept = given(leader()).config("pause", true).decides().byRule("paused.keep-lock").neverPlanning(Action.RunJob.class).neverPlanning(Action.Disarm.class);
        assertThat(kept.decision().plan()).anyMatch(action -> action instanceof Action.RenewLock(_, var proof, _) && !proof.guarded());
        given(leader()).config("pause", true).crashedPrimary().decides().byRule("paused.lock-without-server").planning(Action.GiveLock.class)
                .neverPlanning(Action.RunJob.class);
        given(leader()).config("pause", true).standby(lsn(1000)).decides().byRule("paused.lock-on-standby").planning(Action.GiveLock.class)
                .neverPlanning(Action.RunJob.class);
        given(cluster("a", "b", "c").lockAbsent()).at("c").ledUnguarded("a").peerSilent("a").config("pause", true)
                .request(new OperatorRequest.Switchover(new MemberName("a"), new OperatorRequest.Candidate.Named(new MemberName("c")), "", 9)).decides().byRule("paused.hands-off");
        given(leader()).config("pause", true).lockAbsent().decides().byRule("paused.primary-takes-free-lock").planning(Action.TakeLock.class);
        given(cluster("a", "b")).at("b").config("pause", true).decides().byRule("paused.hands-off").holding();
    }

    @Test
    void in_pause_the_operator_may_name_a_leader() {
        var toB = new OperatorRequest.Failover(new MemberName("b"), 9);
        given(leader()).config("pause", true).request(toB).decides().byRule("paused.operator-names-another").running(JobKind.STOP);
        var named = cluster("a", "b").lockHeldBy("b").at("b").config("pause", true).request(toB);
        given(named).decides().byRule("paused.lead-as-named").writing(DcsWrite.ClaimTimeline.class).neverWriting(DcsWrite.ClearRequest.class);
        given(named).claimed("b", 2).decides().byRule("paused.lead-as-named").running(JobKind.PROMOTE);
        given(cluster("a", "b").lockHeldBy("b").at("b").config("pause", true).request(toB)).jobEnded(JobKind.PRE_PROMOTE, false, Duration.ofSeconds(5)).decides().byRule("paused.pre-promote-failed").planning(Action.GiveLock.class);
        given(cluster("a", "b").lockAbsent()).at("b").config("pause", true).request(toB).jobEnded(JobKind.PRE_PROMOTE, false, Duration.ofSeconds(5)).decides().byRule("paused.hands-off");
        given(cluster("a", "b").lockAbsent()).at("b").config("pause", true).request(toB).decides().byRule("paused.operator-names-me").planning(Action.TakeLock.class);
        given(cluster("a", "b").lockAbsent()).at("b").notInitialized().config("pause", true).request(toB).decides().byRule("paused.hands-off");
        given(cluster("a", "b").lockAbsent()).at("b").tags(Tags.of(new Document(Map.of("nofailover", true)))).config("pause", true).request(toB).decides().byRule("paused.hands-off");
    }

    @Test
    void in_pause_a_switchover_that_was_asked_of_another_leader_moves_nobody() {
        var ofA = new OperatorRequest.Switchover(new MemberName("a"), new OperatorRequest.Candidate.Named(new MemberName("c")), "", 9);
        given(cluster("a", "b", "c")).lockHeldBy("a").at("a").primary(lsn(1000)).permitted().config("pause", true).request(ofA).decides().byRule("paused.operator-names-another");
        given(cluster("a", "b", "c")).lockHeldBy("b").at("b").primary(lsn(1000)).permitted().config("pause", true).request(ofA).decides().byRule("paused.keep-lock");
    }

    @Test
    void whoever_held_the_lock_when_etcd_went_dark_keeps_its_guardian_armed_for_a_former_self_may_have_asked_for_a_promotion() {
        given(cluster("a", "b").lockHeldBy("b").at("b")).permitted().dcsDark().decides().byRule("unreachable.wait").neverPlanning(Action.Disarm.class);
        given(cluster("a", "b").lockHeldBy("a").at("b")).permitted().dcsDark().decides().byRule("unreachable.wait").planning(Action.Disarm.class);
    }

    @Test
    void in_pause_the_lock_stays_while_a_promotion_that_was_given_up_may_still_happen() {
        given(cluster("a", "b").lockHeldBy("b").at("b")).config("pause", true).jobEnded(JobKind.PROMOTE, false, Duration.ofSeconds(1)).decides().byRule("paused.promotion-may-go-on")
                .neverPlanning(Action.GiveLock.class);
    }

    @Test
    void in_pause_a_switchover_whose_leader_has_gone_loses_nothing_but_a_failover_may() {
        var switchover = new OperatorRequest.Switchover(new MemberName("a"), new OperatorRequest.Candidate.Named(new MemberName("b")), "", 9);
        var behind = cluster("a", "b").lockAbsent().at("b").config("pause", true).optime(lsn(10L << 20));
        given(behind).request(switchover).decides().byRule("paused.hands-off");
        given(behind).request(new OperatorRequest.Failover(new MemberName("b"), 9)).decides().byRule("paused.operator-names-me");
        given(behind).optime(lsn(1000)).request(switchover).decides().byRule("paused.operator-names-me");
    }
}
