package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Acknowledged;
import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Action.Arming;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Then;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockFreeTest {
    private static GivenWorld free() {
        return cluster("a", "b", "c").lockAbsent().at("c").peerSilent("a");
    }

    private static Tags tags(String key, Object value) {
        return Tags.of(new Document(Map.of(key, value)));
    }

    @Test
    void the_furthest_standby_races() {
        given(free()).standby(lsn(1000)).decides().byRule("free.furthest-races").taking(Stance.RACE).planning(Action.TakeLock.class);
    }

    @Test
    void whoever_races_claims_a_timeline_that_nobody_may_have_made() {
        given(free()).claimed("a", 2).decides().byRule("free.furthest-races")
                .planning(new Action.TakeLock(new DcsWrite.Acquire(new MemberName("c"), GivenWorld.TTL, 50, new TimelineClaim(new MemberName("c"), new Timeline(3)), DcsWrite.Proof.GUARDED, 0, new Term(1)), Arming.GUARDED));
        given(cluster("a", "b").lockAbsent()).at("a").config("member_slots_ttl", 0).primary(lsn(1000)).permitted().claimed("b", 2).decides().byRule("free.my-key-vanished")
                .planning(new Action.TakeLock(new DcsWrite.Acquire(new MemberName("a"), GivenWorld.TTL, 50, new TimelineClaim(new MemberName(""), new Timeline(2)), DcsWrite.Proof.GUARDED, 0, new Term(1)), Arming.GUARDED));
    }

    private static GivenWorld forgotten() {
        return given(free()).config("synchronous_mode", "quorum").peerSilent("b").standby(lsn(1000)).sync("a", 0, "c");
    }

    @Test
    void where_etcd_forgot_what_was_acknowledged_a_copy_that_lacks_it_is_not_promoted_by_itself() {
        given(forgotten().acknowledged(1, lsn(1001), true)).decides().byRule("free.behind-acknowledged").holding();
        given(forgotten().acknowledged(2, lsn(10), true)).decides().byRule("free.behind-acknowledged");
        given(forgotten().acknowledged(1, lsn(1000), true)).decides().byRule("free.furthest-races");
        given(forgotten().standbyOn(2).acknowledged(1, lsn(2000), true)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_primary_that_lacks_what_was_acknowledged_does_not_lead_on() {
        var primary = given(cluster("a", "b", "c").lockAbsent()).at("a").config("synchronous_mode", "quorum").primary(lsn(1000)).permitted();
        given(primary.acknowledged(2, lsn(1001), true)).decides().byRule("free.another-was-elected").taking(Stance.standDown(StopMode.IMMEDIATE, Then.NOTHING));
        given(primary.acknowledged(1, lsn(1000), true)).decides().byRule("free.my-key-vanished");
        given(primary.config("pause", true).acknowledged(2, lsn(1001), true)).decides().byRule("paused.hands-off");
    }

    @Test
    void an_operator_may_take_the_loss() {
        given(forgotten().acknowledged(1, lsn(1001), true).request(new OperatorRequest.Failover(new MemberName("c"), 60))).decides().byRule("free.furthest-races");
        given(forgotten().acknowledged(1, lsn(1001), true).request(new OperatorRequest.Failover(new MemberName("b"), 60))).decides().byRule("free.behind-acknowledged");
        assertThat(Acknowledged.missingHere(forgotten().acknowledged(1, lsn(1234), true).world())).isEqualTo(234);
        assertThat(Acknowledged.missingHere(forgotten().acknowledged(1, lsn(1000), true).world())).isZero();
    }

    @Test
    void what_etcd_remembers_is_for_the_sync_key_and_the_promises_to_judge() {
        given(forgotten().acknowledged(1, lsn(1001), false)).decides().byRule("free.furthest-races");
        given(forgotten().config("synchronous_mode", "off").acknowledged(1, lsn(1001), true)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_standby_behind_another_does_not_race() {
        given(free()).standby(lsn(900)).decides().byRule("free.another-is-ahead").holding().neverPlanning(Action.TakeLock.class);
    }

    @Test
    void a_peer_on_a_newer_timeline_is_ahead_whatever_its_position() {
        given(free()).standby(lsn(1000)).peer("b", new PeerReport.Answered(false, true, new Timeline(2), lsn(10), Tags.NONE))
                .decides().byRule("free.another-is-ahead");
    }

    @Test
    void a_peer_that_may_not_lead_does_not_hold_others_back() {
        given(free()).standby(lsn(900)).peerAt("b", lsn(1000), tags("nofailover", true)).decides().byRule("free.furthest-races");
    }

    @Test
    void absent_is_not_released() {
        given(free()).heartbeatSeen(Duration.ofSeconds(9)).decides().byRule("free.last-leader-may-live").holding();
        given(free()).heartbeatSeen(Duration.ofMillis(10_009)).decides().byRule("free.last-leader-may-live").holding();
        given(free()).heartbeatSeen(Duration.ofMillis(10_011)).decides().byRule("free.furthest-races");
    }

    @Test
    void released_needs_no_waiting() {
        given(free()).heartbeatSeen(Duration.ofMillis(1)).released().decides().byRule("free.furthest-races");
    }

    @Test
    void after_a_pause_the_last_leader_has_to_answer_as_a_running_standby() {
        var resumed = free().ledUnguarded("a");
        given(resumed).decides().byRule("free.last-leader-unguarded").holding();
        given(resumed).peer("a", new PeerReport.Answered(true, true, new Timeline(1), lsn(1000), Tags.NONE)).decides().byRule("free.last-leader-unguarded").holding();
        given(resumed).peer("a", new PeerReport.Answered(false, false, Timeline.UNKNOWN, lsn(0), Tags.NONE)).decides().byRule("free.last-leader-unguarded");
        var promoting = new PeerReport.Answered(false, true, new Timeline(1), lsn(1000), Tags.NONE, true, new Timeline(1), false);
        given(resumed).peer("a", promoting).decides().byRule("free.last-leader-unguarded").holding();
        given(resumed).peerAt("a", lsn(1000)).decides().byRule("free.furthest-races");
        given(resumed).peerAt("a", lsn(1001)).decides().byRule("free.another-is-ahead");
        given(free().ledUnguarded("a")).released().decides().byRule("free.furthest-races");
        given(free().ledUnguarded("c")).decides().byRule("free.furthest-races");
    }

    @Test
    void an_operator_who_fails_over_after_the_pause_knows_that_the_last_leader_is_down() {
        given(free().ledUnguarded("a")).request(new OperatorRequest.Failover(new MemberName("c"), 51)).decides().byRule("free.furthest-races");
        given(free().ledUnguarded("a")).request(new OperatorRequest.Failover(new MemberName("c"), 49)).decides().byRule("free.last-leader-unguarded");
        given(free().ledUnguarded("a")).request(new OperatorRequest.Failover(new MemberName("b"), 51)).peerSilent("b").decides().byRule("free.last-leader-unguarded");
    }

    @Test
    void a_primary_that_led_through_a_pause_leads_on() {
        given(cluster("a", "b").lockAbsent()).at("a").primary(lsn(1000)).ledUnguarded("a").decides().byRule("free.led-here-unguarded").taking(Stance.RACE);
        given(cluster("a", "b").lockAbsent()).at("b").primary(lsn(1000)).ledUnguarded("a").decides().byRule("free.primary-without-permit");
    }

    @Test
    void a_primary_that_answers_is_not_replaced() {
        given(free()).peer("b", new PeerReport.Answered(true, true, new Timeline(1), lsn(900), Tags.NONE)).decides().byRule("free.primary-answers").holding();
    }

    /// Seed 1863: etcd had forgotten that this one took the lock.
    @Test
    void a_standby_that_has_a_permit_is_about_to_be_primary() {
        given(free()).peer("b", new PeerReport.Answered(false, true, new Timeline(1), lsn(900), Tags.NONE, true, new Timeline(1), false))
                .decides().byRule("free.primary-answers").holding();
    }

    @Test
    void too_much_lag_is_not_promoted() {
        given(free()).optime(lsn(1000 + (1 << 20) + 1)).decides().byRule("free.lags-too-much").holding();
        given(free()).optime(lsn(1000 + (1 << 20))).decides().byRule("free.furthest-races");
    }

    @Test
    void one_that_may_lack_an_acknowledged_commit_does_not_race() {
        given(free()).sync("a", 0, "b").decides().byRule("free.not-synchronous").holding();
        given(free()).sync("a", 0, "b", "C").decides().byRule("free.furthest-races");
        given(free()).sync("c", 0).decides().byRule("free.furthest-races");
    }

    /// An operator's failover came between: nothing was acknowledged on the timeline that it made, or the key would name its leader.
    @Test
    void a_later_timeline_than_the_keys_lacks_nothing() {
        given(free()).clusterOnTimeline(2).standbyOn(2).sync("a", 0, "b").decides().byRule("free.furthest-races");
        given(free()).clusterOnTimeline(2).standbyOn(2).syncOf("a", 2, 0, "b").decides().byRule("free.not-synchronous").holding();
        given(free()).clusterOnTimeline(2).standbyOn(2).syncOf("a", 0, 0, "b").decides().byRule("free.not-synchronous").holding();
        given(free()).clusterOnTimeline(2).standbyOn(2).syncOf("a", 1, 2, "b", "c", "d").decides().byRule("free.furthest-races");
    }

    @Test
    void one_that_cannot_win_is_not_waited_for() {
        given(free()).sync("a", 0, "c").standby(lsn(900)).decides().byRule("free.furthest-races");
        given(free()).sync("a", 0, "c").peerAt("b", lsn(1000), tags("failover_priority", 5)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_voter_races_when_enough_voters_have_no_more() {
        given(free()).sync("a", 1, "b", "c").decides().byRule("free.furthest-races");
        given(free()).sync("a", 1, "b", "c").peerSilent("b").decides().byRule("free.too-few-voters").holding();
        given(free()).sync("a", 2, "b", "c", "d").decides().byRule("free.too-few-voters").holding();
    }

    @Test
    void a_sync_key_that_was_wiped_away_still_counts_for_who_remembers_it() {
        given(free()).peerAt("a", lsn(1000)).sync("a", 0, "b").wiped().decides().byRule("free.not-synchronous").holding();
        given(free()).peerAt("a", lsn(1000)).sync("a", 1, "b", "c").wiped().decides().byRule("free.furthest-races");
    }

    @Test
    void an_operator_may_name_one_that_lacks_commits() {
        given(free()).sync("a", 0, "b").request(new OperatorRequest.Failover(new MemberName("c"), 9)).decides().byRule("free.furthest-races");
    }

    @Test
    void an_older_timeline_is_not_promoted() {
        given(free()).clusterOnTimeline(2).decides().byRule("free.older-timeline").holding();
    }

    @Test
    void higher_priority_goes_first_among_equals() {
        given(free()).peerAt("b", lsn(1000), tags("failover_priority", 5)).decides().byRule("free.another-is-preferred").holding();
        given(free()).release(new Release.Clean(new MemberName("b"), new Timeline(1), lsn(1000))).peerAt("b", lsn(1000), tags("failover_priority", 5)).decides().byRule("free.furthest-races");
        given(free()).tags(tags("failover_priority", 5)).decides().byRule("free.furthest-races");
    }

    @Test
    void the_operators_candidate_goes_first_as_long_as_it_answers() {
        var request = new OperatorRequest.Switchover(new MemberName("a"), new Candidate.Named(new MemberName("b")), "", 9);
        given(free()).request(request).decides().byRule("free.another-was-chosen").holding();
        given(free()).request(request).peerSilent("b").decides().byRule("free.furthest-races");
    }

    @Test
    void a_candidate_that_lacks_wal_which_another_has_is_not_waited_for() {
        var request = new OperatorRequest.Switchover(new MemberName("a"), new Candidate.Named(new MemberName("b")), "", 9);
        given(free()).request(request).peerAt("b", lsn(999)).decides().byRule("free.furthest-races");
        given(free()).request(request).peerAt("c", lsn(1001)).decides().byRule("free.another-is-ahead");
    }

    @Test
    void nor_does_a_candidate_wait_for_who_is_preferred_but_not_chosen() {
        var request = new OperatorRequest.Switchover(new MemberName("c"), new Candidate.Named(new MemberName("a")), "", 9);
        given(free().at("a")).request(request).peerAt("b", lsn(1000), tags("failover_priority", 5)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_candidate_that_would_hold_back_itself_is_not_waited_for() {
        var request = new OperatorRequest.Failover(new MemberName("b"), 9);
        given(free()).request(request).optime(lsn(2 << 20)).standby(lsn(2 << 20)).peerAt("b", lsn(1000)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_member_excluded_by_its_tags_does_not_race() {
        given(free()).tags(tags("nofailover", true)).decides().byRule("free.may-not-lead").holding();
    }

    @Test
    void a_primary_whose_permit_runs_takes_its_key_back() {
        given(cluster("a", "b").lockAbsent()).at("a").primary(lsn(1000)).permitted().heartbeatSeen(Duration.ZERO)
                .decides().byRule("free.my-key-vanished").taking(Stance.RACE);
    }

    @Test
    void a_primary_without_permit_stops() {
        given(cluster("a", "b").lockAbsent()).at("a").primary(lsn(1000)).permitEnded()
                .decides().byRule("free.primary-without-permit").taking(Stance.standDown(StopMode.FAST, Then.NOTHING)).running(JobKind.STOP);
    }

    @Test
    void an_empty_member_makes_the_cluster_only_if_there_is_none() {
        given(free()).notInitialized().postgres(PostgresState.NO_DATA).decides().byRule("free.initialize").taking(new Stance.Bootstrap()).running(JobKind.BOOTSTRAP);
        given(free()).postgres(PostgresState.NO_DATA).decides().byRule("free.wait-for-a-leader").holding();
        given(free()).notInitialized().withoutBootstrapSection().postgres(PostgresState.NO_DATA).decides().byRule("free.wait-for-a-leader");
        given(free()).initialize(GivenWorld.FOUNDING).nobodyEverLed().postgres(PostgresState.NO_DATA).decides().byRule("free.wait-for-a-leader");
    }

    @Test
    void the_founder_leads_without_waiting() {
        given(cluster("a").lockAbsent()).at("a").nobodyEverLed().stoppedPrimary(lsn(100)).decides().byRule("free.first-leader").taking(Stance.RACE);
    }

    @Test
    void the_founder_waits_until_the_cluster_has_its_name() {
        given(cluster("a").lockAbsent()).at("a").initialize(GivenWorld.FOUNDING).nobodyEverLed().stoppedPrimary(lsn(100))
                .jobEnded(JobKind.BOOTSTRAP, true, Duration.ZERO).decides().byRule("free.cluster-being-made").holding().planning(Action.Write.class);
    }

    @Test
    void a_founder_that_comes_back_finishes_what_it_began() {
        given(cluster("a").lockAbsent()).at("a").initialize(GivenWorld.FOUNDING).nobodyEverLed().stoppedPrimary(lsn(100))
                .decides().byRule("free.cluster-being-made").planning(Action.Write.class).writing(DcsWrite.FinishInitialize.class);
        given(cluster("a").lockAbsent()).at("a").initialize(GivenWorld.FOUNDING).nobodyEverLed().crashedPrimary()
                .decides().byRule("free.cluster-being-made").neverWriting(DcsWrite.FinishInitialize.class);
    }

    @Test
    void stopped_data_of_a_cluster_that_was_led_starts_as_standby_first() {
        given(free()).stoppedPrimary(lsn(1000)).decides().byRule("free.start-to-compare").running(JobKind.START_STANDBY);
    }

    @Test
    void after_a_wipe_the_furthest_races_only_if_every_remembered_member_answers() {
        var wiped = cluster("a", "b", "c").lockAbsent().at("c").wiped();
        given(wiped).decides().byRule("free.furthest-races");
        given(wiped).peerAt("b", lsn(1001)).decides().byRule("free.another-is-ahead");
        given(wiped).peer("b", new PeerReport.Answered(false, false, Timeline.UNKNOWN, lsn(0), Tags.NONE)).decides().byRule("free.member-missing-after-wipe");
        given(wiped).peer("b", new PeerReport.Answered(true, false, Timeline.UNKNOWN, lsn(0), Tags.NONE)).decides().byRule("free.member-missing-after-wipe");
        given(wiped).peerSilent("b").decides().byRule("free.member-missing-after-wipe").holding();
        given(wiped).peer("b", new PeerReport.Answered(false, false, Timeline.UNKNOWN, lsn(0), Tags.NONE, false, Timeline.UNKNOWN, true)).decides().byRule("free.furthest-races");
    }

    @Test
    void after_a_wipe_what_the_leader_had_published_still_counts() {
        given(cluster("a", "b", "c").lockAbsent().at("c").optime(lsn(2 << 20)).wiped()).decides().byRule("free.lags-too-much");
        given(cluster("a", "b", "c").lockAbsent().at("c").clusterOnTimeline(2).wiped()).decides().byRule("free.older-timeline");
    }

    @Test
    void a_standby_that_hangs_is_killed_and_started_anew() {
        var again = Stance.standDown(StopMode.KILL, Then.NOTHING);
        given(free()).standbySilentFor(Duration.ofSeconds(59)).decides().byRule("free.starting").holding();
        given(free()).standbySilentFor(Duration.ofMinutes(1)).decides().byRule("free.silent-too-long").taking(again).running(JobKind.STOP);
        given(cluster("a", "b")).at("b").standbySilentFor(Duration.ofSeconds(59)).decides().byRule("others.follow").neverPlanning(Action.RunJob.class);
        given(cluster("a", "b")).at("b").standbySilentFor(Duration.ofMinutes(1)).decides().byRule("others.silent-too-long").taking(again).running(JobKind.STOP);
    }

    @Test
    void a_guardian_that_was_found_armed_is_not_disarmed_while_a_promotion_may_be_under_way() {
        given(free()).permitted().heartbeatSeen(Duration.ZERO).decides().byRule("free.last-leader-may-live").planning(Action.Disarm.class);
        given(free()).permitFound().heartbeatSeen(Duration.ZERO).decides().byRule("free.last-leader-may-live").neverPlanning(Action.Disarm.class);
        given(free()).permitFound().stoppedStandby(lsn(1000)).decides().byRule("free.start-to-compare").planning(Action.Disarm.class);
    }

    @Test
    void a_standby_never_makes_a_cluster() {
        given(free()).notInitialized().decides().byRule("free.no-cluster-by-standby").holding();
    }

    @Test
    void a_running_primary_that_no_cluster_knows_is_adopted() {
        given(cluster("a").lockAbsent()).at("a").notInitialized().primary(lsn(1000)).decides().byRule("free.adopt-primary").taking(Stance.RACE);
    }

    @Test
    void after_a_failed_promotion_others_go_first() {
        given(free()).jobEnded(JobKind.PROMOTE, false, Duration.ofSeconds(5)).decides().byRule("free.promotion-failed").holding();
        given(free()).jobEnded(JobKind.PRE_PROMOTE, false, Duration.ofSeconds(5)).decides().byRule("free.pre-promote-failed").holding();
        given(free()).jobEnded(JobKind.PRE_PROMOTE, false, Duration.ofSeconds(11)).decides().byRule("free.furthest-races");
        given(free()).jobEnded(JobKind.PROMOTE, false, Duration.ofSeconds(11)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_server_that_is_starting_is_waited_for() {
        given(free()).postgres(new PostgresState.Starting(true, new io.matriarch.core.view.Moment(0), ControlData.UNKNOWN)).decides().byRule("free.starting").holding();
    }

    @Test
    void an_initdb_that_failed_is_tried_again_after_a_pause() {
        var failed = free().notInitialized().postgres(new PostgresState.HalfDone("bootstrap"));
        given(failed).jobEnded(JobKind.BOOTSTRAP, false, Duration.ofSeconds(1)).decides().byRule("free.wait-for-a-leader").holding();
        given(failed).jobEnded(JobKind.BOOTSTRAP, false, Duration.ofSeconds(4)).decides().byRule("free.initialize").running(JobKind.BOOTSTRAP);
    }

    @Test
    void an_initdb_that_failed_here_cancels_only_what_this_member_began() {
        var failed = free().postgres(new PostgresState.HalfDone("bootstrap")).jobEnded(JobKind.BOOTSTRAP, false, Duration.ofSeconds(1));
        given(failed).founding(true).decides().writing(DcsWrite.CancelInitialize.class);
        given(failed).founding(false).decides().neverWriting(DcsWrite.CancelInitialize.class);
    }

    @Test
    void an_initdb_that_died_with_its_agent_is_not_made_again_beside_another() {
        var died = free().postgres(new PostgresState.HalfDone("bootstrap")).founding(false);
        given(died).decides().byRule("free.initialize").writing(DcsWrite.StartInitialize.class).running(JobKind.BOOTSTRAP);
        given(died).memberState("b", "initializing new cluster").decides().byRule("free.wait-for-a-leader").holding();
    }

    @Test
    void an_initdb_that_failed_here_leaves_the_right_to_another() {
        given(free()).nobodyEverLed().initialize(GivenWorld.FOUNDING).postgres(new PostgresState.HalfDone("bootstrap")).jobEnded(JobKind.BOOTSTRAP, false, Duration.ofHours(1))
                .decides().byRule("free.wait-for-a-leader").holding();
    }

    private static GivenWorld orphaned() {
        return free().postgres(PostgresState.NO_DATA).founding(false).foundingSeen(GivenWorld.TTL).peerWithoutCopy("b").peerWithoutCopy("c").peerWithoutCopy("a");
    }

    @Test
    void the_right_to_make_the_cluster_that_nobody_uses_is_taken_over_after_a_ttl() {
        given(orphaned()).decides().byRule("free.orphaned-initialize").running(JobKind.BOOTSTRAP).planning(new Action.Write(new DcsWrite.StartInitialize(40)));
        given(orphaned()).foundingSeen(GivenWorld.TTL.minusMillis(1)).decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).postgres(new PostgresState.HalfDone("bootstrap")).jobEnded(JobKind.BOOTSTRAP, false, Duration.ofHours(1)).decides().byRule("free.orphaned-initialize");
    }

    @Test
    void nobody_takes_over_the_right_to_make_the_cluster_where_somebody_may_have_used_it() {
        given(orphaned()).memberState("b", "initializing new cluster").decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).peerSilent("b").decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).peerAt("b", lsn(1000)).decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).optime(lsn(1000)).decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).withoutBootstrapSection().decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).initialize(new Initialize.InProgress(41)).decides().byRule("free.wait-for-a-leader").holding();
    }

    @Test
    void a_member_whose_required_watchdog_does_not_work_does_not_race_and_is_not_deferred_to() {
        given(free()).watchdog("there is no /dev/watchdog").decides().byRule("free.watchdog-unfit").holding();
        given(free()).peerAt("c", lsn(2000)).decides().byRule("free.another-is-ahead");
        given(free()).peerWithFailedWatchdog("c", lsn(2000)).decides().byRule("free.furthest-races").taking(Stance.RACE);
    }

    @Test
    void a_founder_who_was_overtaken_gives_up() {
        var founder = free().postgres(new PostgresState.HalfDone("bootstrap")).founding(true).job(JobKind.BOOTSTRAP);
        given(founder).decides().byRule("always.job-runs").holding();
        given(founder).initialize(new Initialize.InProgress(41)).decides().byRule("always.founding-overtaken").planning(Action.CancelJob.class);
        given(founder).initialize(new Initialize.Done(GivenWorld.SYSTEM)).decides().byRule("always.founding-overtaken");
        given(founder).founding(false).decides().byRule("always.job-runs").holding();
    }

    @Test
    void a_member_whose_required_watchdog_does_not_work_makes_no_cluster() {
        given(free()).notInitialized().postgres(PostgresState.NO_DATA).decides().byRule("free.initialize");
        given(free()).notInitialized().postgres(PostgresState.NO_DATA).watchdog("not writable").decides().byRule("free.wait-for-a-leader").holding();
        given(orphaned()).watchdog("not writable").decides().byRule("free.wait-for-a-leader").holding();
        given(free()).nobodyEverLed().stoppedPrimary(lsn(1000)).decides().byRule("free.first-leader");
        given(free()).nobodyEverLed().stoppedPrimary(lsn(1000)).watchdog("not writable").decides().byRule("free.watchdog-unfit").holding();
    }
}
