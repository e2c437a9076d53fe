package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.SYSTEM;
import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.held;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The cluster follows another one, whose primary is at far:5432; `a` holds the lock.
class StandbyMineTest {
    private static final Step.Upstream.Remote FAR = new Step.Upstream.Remote(new Endpoint("far", 5432), "ours");

    private static GivenWorld mine() {
        return cluster("a", "b").at("a").standbyCluster();
    }

    private static GivenWorld others() {
        return cluster("a", "b").at("b").standbyCluster();
    }

    private static GivenWorld free() {
        return cluster("a", "b").at("b").standbyCluster().lockAbsent().released();
    }

    private static List<Step> steps(Decision decision) {
        return decision.plan().stream().filter(Action.RunJob.class::isInstance).flatMap(a -> ((Action.RunJob) a).steps().stream()).toList();
    }

    private static <T> T planned(Class<T> kind, Decision decision) {
        return decision.plan().stream().flatMap(a -> a instanceof Action.Write(var write) && kind.isInstance(write) ? List.of(kind.cast(write)).stream() : List.<T>of().stream())
                .findFirst().orElseThrow();
    }

    // ---- the section

    @Test
    void the_section_is_in_force_when_it_names_where_the_wal_comes_from() {
        assertThat(section(Map.of())).isEqualTo(StandbyCluster.OFF);
        assertThat(section(Map.of("primary_slot_name", "ours", "create_replica_methods", List.of("basebackup")))).isEqualTo(StandbyCluster.OFF);
        assertThat(section(Map.of("host", "", "restore_command", ""))).isEqualTo(StandbyCluster.OFF);
        assertThat(section(Map.of("host", "far"))).isEqualTo(new StandbyCluster.Following(new Endpoint("far", 5432), ""));
        assertThat(section(Map.of("host", "far,further", "port", "5433", "primary_slot_name", "ours"))).isEqualTo(new StandbyCluster.Following(new Endpoint("far,further", 5433), "ours"));
        assertThat(section(Map.of("port", 5433))).isEqualTo(new StandbyCluster.Following(new Endpoint("localhost", 5433), ""));
        assertThat(section(Map.of("restore_command", "cp /archive/%f %p"))).isEqualTo(new StandbyCluster.Following(Endpoint.NOWHERE, ""));
    }

    private static StandbyCluster section(Map<String, Object> says) {
        return StandbyCluster.of(new Document(Map.of("standby_cluster", says)));
    }

    // ---- leading

    @Test
    void the_holder_of_the_lock_keeps_it_and_follows_the_remote() {
        var decided = given(mine()).decides().byRule("standby.lead").taking(Stance.LEAD_STANDBY).planning(Action.RenewLock.class).planning(new Action.Follow(FAR))
                .neverPlanning(Action.RunJob.class, Action.GiveLock.class);
        assertThat(decided.decision().plan()).filteredOn(a -> a instanceof Action.Write(DcsWrite.PutMember _)).singleElement()
                .satisfies(a -> assertThat(((DcsWrite.PutMember) ((Action.Write) a).write()).data().text("role", "")).isEqualTo("standby_leader"));
    }

    @Test
    void a_server_that_is_down_starts_as_a_standby_of_the_remote() {
        var decision = given(mine()).stoppedStandby(lsn(1000)).remoteForkedAt(2, lsn(1000)).decides().byRule("standby.lead").decision();
        assertThat(steps(decision)).singleElement().satisfies(step -> assertThat(((Step.StartStandby) step).upstream()).isEqualTo(FAR));
    }

    @Test
    void a_restart_is_one_of_a_standby_of_the_remote() {
        var decision = given(mine()).local(new LocalRequest.Restart()).decides().byRule("standby.operator-restart").decision();
        assertThat(steps(decision)).hasSize(2).last().satisfies(step -> assertThat(((Step.StartStandby) step).upstream()).isEqualTo(FAR));
    }

    @Test
    void with_an_archive_alone_it_receives_from_nobody_not_from_a_former_leader() {
        given(mine()).config("standby_cluster", Map.of("restore_command", "cp /archive/%f %p")).decides().byRule("standby.lead").planning(new Action.Follow(Step.Upstream.NOBODY));
    }

    @Test
    void it_makes_slots_for_its_standbys() {
        given(cluster("a", "d").at("a").standbyCluster()).decides().planning(new Action.CreateSlots(List.of("d")));
    }

    @Test
    void a_key_that_says_who_confirms_commits_goes() {
        given(mine()).sync("a", 1, "b").decides().byRule("standby.lead").writing(DcsWrite.PutSync.class);
        given(free()).sync("a", 1, "c").decides().byRule("free.furthest-races");
    }

    @Test
    void a_pause_leaves_it_the_lock() {
        given(mine()).config("pause", true).decides().byRule("paused.keep-standby-lock").neverPlanning(Action.GiveLock.class, Action.Follow.class);
        given(mine()).config("pause", true).request(new OperatorRequest.Failover(new MemberName("a"), 3)).decides().byRule("paused.keep-standby-lock");
    }

    @Test
    void a_switchover_goes_to_a_standby_and_gives_it_no_timeline_to_make() {
        var asked = new OperatorRequest.Switchover(new MemberName("a"), Candidate.BEST, "", 3);
        given(mine()).request(asked).decides().byRule("standby.operator-wants-another");
        var decision = given(mine()).stoppedStandby(lsn(1000)).request(asked).peerAt("b", lsn(900)).decides().byRule("standby.operator-wants-another").planning(Action.GiveLock.class).decision();
        assertThat(decision.plan()).filteredOn(Action.GiveLock.class::isInstance).singleElement()
                .satisfies(a -> assertThat(((DcsWrite.HandOver) ((Action.GiveLock) a).write()).claim()).isEqualTo(Timeline.UNKNOWN));
        given(others()).lockHeldBy("b").claimed("a", 1).request(asked).decides().byRule("standby.lead").writing(DcsWrite.ClearRequest.class);
    }

    /// It was asked of a, which has died since; the lock came to b.
    @Test
    void a_switchover_that_was_asked_of_another_leader_is_of_another_time() {
        var ofA = new OperatorRequest.Switchover(new MemberName("a"), new Candidate.Named(new MemberName("c")), "", 3);
        given(cluster("a", "b", "c").standbyCluster().lockHeldBy("b").at("b").standby(lsn(1000)).claimed("a", 1)).request(ofA).decides().byRule("standby.lead").writing(DcsWrite.ClearRequest.class);
    }

    // ---- as any other leader

    @Test
    void the_lock_of_a_former_self_is_taken_over_first() {
        given(mine()).lockOnAnotherLease().decides().byRule("standby.former-self").planning(Action.TakeLock.class);
    }

    @Test
    void with_data_that_need_a_person_another_member_may_lead() {
        given(mine()).postgres(new PostgresState.Unusable("not a data directory")).decides().byRule("standby.unusable").taking(Stance.standDown(StopMode.IMMEDIATE, Stance.Then.LET_GO))
                .planning(Action.GiveLock.class);
    }

    @Test
    void with_an_unfit_disk_it_hands_over_to_one_who_is_fit_and_leads_on_where_nobody_is() {
        given(mine()).disk(DiskTrouble.FULL, Duration.ofMinutes(2)).decides().byRule("standby.disk-unfit").taking(Stance.standDown(StopMode.FAST, new Stance.Then.HandTo(new MemberName("b"))));
        given(mine()).disk(DiskTrouble.FULL, Duration.ofMinutes(2)).peerSilent("b").decides().byRule("standby.lead");
    }

    @Test
    void one_that_takes_no_connection_for_a_minute_is_started_anew() {
        given(mine()).standbySilentFor(Duration.ofSeconds(59)).decides().byRule("standby.lead").neverPlanning(Action.RunJob.class);
        given(mine()).standbySilentFor(Duration.ofMinutes(1)).decides().byRule("standby.silent-too-long").taking(Stance.standDown(StopMode.KILL, Stance.Then.NOTHING)).running(JobKind.STOP);
    }

    @Test
    void what_failed_a_moment_ago_is_not_tried_again_at_once() {
        given(mine()).stoppedStandby(lsn(1000)).jobEnded(JobKind.START_STANDBY, false, Duration.ZERO).decides().byRule("standby.job-pauses").holding();
        given(mine()).postgres(PostgresState.NO_DATA).rebuildFailed(JobKind.CLONE, StandbyCluster.REMOTE.value(), 3, Duration.ofSeconds(1)).decides().byRule("standby.rebuild-pauses").holding();
        given(mine()).postgres(PostgresState.NO_DATA).rebuildFailed(JobKind.CLONE, StandbyCluster.REMOTE.value(), 3, Duration.ofMinutes(5)).decides().byRule("standby.clone");
    }

    // ---- nobody is ended for a permit

    @Test
    void a_standby_leader_needs_no_guard_unless_it_may_be_promoted_yet() {
        assertThat(StandbyLeader.harmless(mine().world())).isTrue();
        assertThat(StandbyLeader.harmless(mine().primary(lsn(1000)).world())).isFalse();
        assertThat(StandbyLeader.harmless(mine().jobEnded(JobKind.PROMOTE, false, Duration.ofHours(1)).world())).isFalse();
        assertThat(StandbyLeader.harmless(mine().job(JobKind.PROMOTE).world())).isFalse();
        assertThat(StandbyLeader.harmless(cluster("a", "b").at("a").world())).isFalse();
    }

    /// The key of these worlds was made at revision 7, the configuration at 3: an earlier process of this agent found a standby cluster, too.
    @Test
    void a_former_self_of_this_leadership_asked_for_no_promotion_when_the_configuration_is_older() {
        assertThat(StandbyLeader.harmless(mine().lockOnAnotherLease().world())).isTrue();
        assertThat(StandbyLeader.harmless(mine().lockOnAnotherLease().configuredAt(8).world())).isFalse();
        given(mine()).foundItsKey().decides().byRule("standby.promotion-failed").taking(Stance.standDown(StopMode.FAST, Stance.Then.NOTHING));
        assertThat(StandbyLeader.harmless(mine().foundItsKey().silentFor(Duration.ofSeconds(1)).world())).isFalse();
    }

    // ---- timelines are the remote's

    @Test
    void history_is_written_as_the_server_has_it_also_when_it_has_less() {
        var decision = given(mine()).clusterOnTimeline(5).decides().byRule("standby.lead").decision();
        assertThat(planned(DcsWrite.PutHistory.class, decision).history()).isEqualTo(TimelineHistory.UNKNOWN);
        given(mine()).decides().neverWriting(DcsWrite.PutHistory.class);
    }

    @Test
    void its_position_is_published_also_when_it_is_behind_what_was_published_before() {
        var decision = given(mine()).optime(lsn(9000)).decides().decision();
        assertThat(decision.plan()).filteredOn(Action.RenewLock.class::isInstance).singleElement()
                .satisfies(a -> assertThat(((Action.RenewLock) a).proof().status().optime()).isEqualTo(lsn(1000)));
    }

    @Test
    void whoever_is_on_an_older_timeline_or_far_behind_may_lead_for_the_remote_has_it_all() {
        given(free()).clusterOnTimeline(2).optime(lsn(64L << 20)).decides().byRule("free.furthest-races");
        given(free()).peerAt("a", lsn(2000)).decides().byRule("free.another-is-ahead");
    }

    @Test
    void the_lock_is_taken_without_the_right_to_make_a_timeline() {
        var decision = given(free()).claimed("a", 5).decides().byRule("free.furthest-races").decision();
        assertThat(decision.plan()).filteredOn(Action.TakeLock.class::isInstance).singleElement()
                .satisfies(a -> assertThat(((DcsWrite.Acquire) ((Action.TakeLock) a).write()).claim()).isEqualTo(new TimelineClaim(TimelineClaim.NONE.by(), new Timeline(5))));
    }

    @Test
    void a_number_that_this_member_may_have_made_is_given_up_first() {
        var decision = given(mine()).claimed("a", 5).decides().byRule("standby.retires-claim").planning(Action.RenewLock.class).neverPlanning(Action.RunJob.class).decision();
        assertThat(planned(DcsWrite.RetireClaim.class, decision)).isEqualTo(new DcsWrite.RetireClaim(held("a"), new Timeline(5), 0));
    }

    @Test
    void one_that_is_promoted_later_claims_a_number_above_all() {
        var decision = given(cluster("a", "b").at("a").standbyOn(3)).claimed("", 5).permitted().decides().byRule("mine.lead").neverPlanning(Action.RunJob.class).decision();
        assertThat(planned(DcsWrite.ClaimTimeline.class, decision).number()).isEqualTo(new Timeline(6));
    }

    /// Its permit as a standby leader ends nobody: that of a primary comes first.
    @Test
    void one_that_is_promoted_later_is_guarded_first() {
        given(cluster("a", "b").at("a").standbyOn(3)).claimed("a", 5).handsOff().decides().byRule("mine.lead").planning(Action.RenewLock.class);
        given(cluster("a", "b").at("a").stoppedPrimary(lsn(1000))).handsOff().decides().planning(Action.RenewLock.class);
        given(mine().handsOff()).decides().neverPlanning(Action.RenewLock.class);
    }

    // ---- becoming a standby cluster

    @Test
    void a_primary_is_stopped_in_order_and_keeps_the_lock() {
        given(mine()).primary(lsn(1000)).permitted().decides().byRule("standby.steps-down").taking(Stance.standDown(Step.StopMode.FAST, Stance.Then.NOTHING)).running(JobKind.STOP);
        given(mine()).recoveringPrimary().decides().byRule("standby.steps-down");
        given(mine()).silentFor(Duration.ofSeconds(5)).decides().byRule("standby.steps-down");
        given(mine()).silentFor(Duration.ofSeconds(15)).decides().byRule("standby.primary-hangs");
    }

    @Test
    void a_former_primary_waits_for_the_remotes_word_and_is_rewound_or_cloned_when_it_diverged() {
        given(mine()).stoppedPrimary(lsn(1000)).decides().byRule("standby.remote-not-asked").holding();
        given(mine()).stoppedPrimary(lsn(1000)).remoteForkedAt(2, lsn(2000)).decides().byRule("standby.lead").running(JobKind.START_STANDBY);
        var rewound = given(mine()).stoppedPrimary(lsn(1000)).remoteForkedAt(2, lsn(900)).decides().byRule("standby.diverged").decision();
        assertThat(steps(rewound)).anyMatch(s -> s instanceof Step.RewindTo(var remote, _) && remote.endpoint().equals(new Endpoint("far", 5432)))
                .last().satisfies(step -> assertThat(((Step.StartStandby) step).upstream()).isEqualTo(FAR));
        given(mine()).stoppedPrimary(lsn(1000)).remoteForkedAt(2, lsn(900)).withoutPgRewind().decides().byRule("standby.rewind-failed").running(JobKind.CLONE);
        given(mine()).stoppedPrimary(lsn(1000)).remoteForkedAt(2, lsn(900)).rebuildFailed(JobKind.REWIND, StandbyCluster.REMOTE.value(), 1, Duration.ofMinutes(1)).decides()
                .byRule("standby.rewind-failed");
        given(mine()).crashedPrimary().remoteForkedAt(2, lsn(900)).decides().byRule("standby.diverged");
    }

    @Test
    void a_foreign_remote_is_not_followed() {
        var foreign = new UpstreamView.Answered(StandbyCluster.REMOTE, new SystemId("1"), new Timeline(1), lsn(5000), false, List.of());
        given(mine()).stoppedPrimary(lsn(1000)).leaderSaid(foreign).decides().byRule("standby.foreign-history").holding();
    }

    @Test
    void with_an_archive_alone_nobody_can_be_asked() {
        given(mine()).config("standby_cluster", Map.of("restore_command", "cp /archive/%f %p")).stoppedPrimary(lsn(1000)).decides().byRule("standby.lead").running(JobKind.START_STANDBY);
    }

    @Test
    void data_that_is_gone_is_copied_from_the_remote_with_the_lock_held() {
        var decision = given(mine()).postgres(PostgresState.NO_DATA).decides().byRule("standby.clone").decision();
        assertThat(steps(decision)).first().satisfies(s -> assertThat(((Step.CloneFrom) s).source().name()).isEqualTo(StandbyCluster.REMOTE));
        given(mine()).postgres(new PostgresState.HalfDone("rewind")).decides().byRule("standby.clone");
        given(mine()).postgres(PostgresState.NO_DATA).config("standby_cluster", Map.of("restore_command", "x")).decides().byRule("standby.nothing-to-copy").planning(Action.GiveLock.class);
    }

    // ---- the others

    @Test
    void the_others_follow_the_standby_leader_and_are_measured_by_the_remote() {
        given(others()).decides().byRule("others.follow").neverPlanning(Action.Follow.class);
        assertThat(Asks.upstream(others().notStreaming().world())).map(m -> m.endpoint()).contains(new Endpoint("far", 5432));
        var rewound = given(others()).remoteForkedAt(2, lsn(900)).decides().byRule("others.diverged").decision();
        assertThat(steps(rewound)).anyMatch(s -> s instanceof Step.RewindTo(var remote, _) && remote.name().equals(StandbyCluster.REMOTE))
                .last().satisfies(step -> assertThat(((Step.StartStandby) step).upstream()).isInstanceOf(Step.Upstream.Of.class));
        given(others()).postgres(PostgresState.NO_DATA).decides().byRule("others.clone").cloning("a", "a");
        given(others()).postgres(PostgresState.NO_DATA).memberRole("a", "replica").decides().byRule("others.wait-for-leader");
    }

    @Test
    void a_standby_says_replica() {
        assertThat(MemberKey.role(others().world())).isEqualTo("replica");
        assertThat(MemberKey.role(cluster("a").at("a").world())).isEqualTo("replica");
    }

    // ---- the first of them

    @Test
    void a_new_one_is_made_of_a_copy_of_the_remote() {
        var decision = given(free()).notInitialized().postgres(PostgresState.NO_DATA).decides().byRule("free.initialize").writing(DcsWrite.StartInitialize.class).running(JobKind.BOOTSTRAP).decision();
        assertThat(steps(decision)).singleElement().satisfies(s -> assertThat(((Step.CloneFrom) s).source().endpoint()).isEqualTo(new Endpoint("far", 5432)));
        var copied = given(free()).founding(true).stoppedStandby(lsn(1000)).jobEnded(JobKind.BOOTSTRAP, true, Duration.ofSeconds(1)).decides().decision();
        assertThat(planned(DcsWrite.FinishInitialize.class, copied).systemId()).isEqualTo(SYSTEM);
        given(free()).initialize(new Initialize.Done(SYSTEM)).nobodyEverLed().stoppedStandby(lsn(1000)).decides().byRule("free.start-to-compare").running(JobKind.START_STANDBY);
    }

    @Test
    void an_archive_alone_is_nothing_to_make_one_of() {
        given(free()).config("standby_cluster", Map.of("restore_command", "x")).notInitialized().postgres(PostgresState.NO_DATA).decides().byRule("free.nothing-to-found-with").holding();
    }

    @Test
    void when_no_member_has_data_one_leads_and_copies_the_remote() {
        var lost = given(free()).postgres(PostgresState.NO_DATA).peerWithoutCopy("a");
        assertThat(Asks.peers(lost.world())).extracting(m -> m.name().value()).containsExactly("a");
        lost.decides().byRule("free.copies-the-remote").planning(Action.TakeLock.class);
        given(free()).postgres(PostgresState.NO_DATA).peerSilent("a").decides().byRule("free.wait-for-a-leader");
        given(free()).postgres(PostgresState.NO_DATA).decides().byRule("free.wait-for-a-leader");
    }
}
