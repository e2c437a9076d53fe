package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.SYSTEM;
import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Then;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LockOthersTest {
    private static GivenWorld others() {
        return cluster("a", "b", "c").lockHeldBy("a").at("b");
    }

    @Test
    void a_standby_follows() {
        given(others()).decides().byRule("others.follow").taking(Stance.FOLLOW).neverPlanning(Action.Follow.class, Action.RunJob.class);
    }

    @Test
    void a_standby_of_the_former_leader_is_pointed_at_the_new_one() {
        given(others()).lockHeldBy("c").decides().byRule("others.follow").planning(Action.Follow.class);
    }

    @Test
    void a_primary_without_the_lock_stops_at_once() {
        given(others()).primary(lsn(1000)).permitted().decides().byRule("others.primary-without-lock")
                .taking(Stance.standDown(StopMode.IMMEDIATE, Then.NOTHING)).running(JobKind.STOP);
    }

    @Test
    void the_lock_of_another_agent_of_this_name_is_left_alone() {
        var namesake = given(cluster("a", "b").at("a").lockOfANamesake());
        namesake.decides().byRule("others.name-taken").taking(Stance.HOLD).neverPlanning(Action.TakeLock.class, Action.RenewLock.class, Action.GiveLock.class, Action.DisownLock.class, Action.Write.class);
        namesake.stoppedPrimary(lsn(1000)).decides().byRule("others.name-taken").neverPlanning(Action.TakeLock.class, Action.RunJob.class);
        namesake.primary(lsn(1000)).decides().byRule("others.primary-of-taken-name").taking(Stance.standDown(StopMode.IMMEDIATE, Then.NOTHING)).running(JobKind.STOP).neverPlanning(Action.TakeLock.class);
    }

    @Test
    void who_lost_its_lock_to_another_agent_of_its_name_does_not_take_it_back() {
        given(cluster("a", "b").at("a").primary(lsn(1000)).permitted().lockOfANamesake()).decides().byRule("others.primary-of-taken-name").taking(Stance.standDown(StopMode.IMMEDIATE, Then.NOTHING))
                .neverPlanning(Action.TakeLock.class);
    }

    @Test
    void a_permit_that_was_found_says_that_the_lock_is_of_a_former_process() {
        given(cluster("a", "b").at("a").primary(lsn(1000)).permitFound().lockOfANamesake()).decides().byRule("mine.former-self").planning(Action.TakeLock.class);
    }

    @Test
    void the_key_of_a_patroni_in_whose_place_this_agent_came_is_its_own() {
        given(cluster("a", "b").at("a").lockOfAPatroni()).decides().byRule("mine.former-self").planning(Action.TakeLock.class);
    }

    @Test
    void in_a_pause_too_the_lock_of_a_namesake_is_left_alone() {
        given(cluster("a", "b").at("a").primary(lsn(1000)).config("pause", true).lockOfANamesake()).decides().byRule("paused.hands-off").neverPlanning(Action.TakeLock.class, Action.RenewLock.class, Action.Write.class);
        given(cluster("a", "b").at("a").lockOfANamesake().local(new LocalRequest.Shutdown())).decides().neverPlanning(Action.GiveLock.class, Action.TakeLock.class);
    }

    @Test
    void a_standby_keeps_the_slots_of_members_for_the_next_leader_unless_they_have_no_ttl() {
        given(others()).decides().neverPlanning(Action.DropSlots.class);
        given(others()).config("member_slots_ttl", 0).decides().planning(Action.DropSlots.class);
        given(others()).config("member_slots_ttl", 0).notStreaming().decides().neverPlanning(Action.DropSlots.class);
    }

    @Test
    void nothing_guards_a_standby() {
        given(others()).permitted().decides().byRule("others.follow").planning(Action.Disarm.class);
        given(others()).term("b", 4).permitted().foundItsKey().decides().byRule("others.follow").neverPlanning(Action.Disarm.class);
    }

    @Test
    void an_empty_member_clones_once_the_leader_runs() {
        given(others()).postgres(PostgresState.NO_DATA).decides().byRule("others.clone").running(JobKind.CLONE);
        given(others()).postgres(PostgresState.NO_DATA).leaderNotRunning().decides().byRule("others.wait-for-leader").holding();
    }

    @Test
    void a_half_done_copy_is_cloned_never_started() {
        given(others()).postgres(new PostgresState.HalfDone("rewind")).decides().byRule("others.clone").running(JobKind.CLONE);
    }

    @Test
    void a_failed_job_is_not_repeated_at_once() {
        given(others()).postgres(PostgresState.NO_DATA).jobEnded(JobKind.CLONE, false, Duration.ofSeconds(1)).decides().byRule("others.job-pauses").holding();
    }

    @Test
    void a_former_primary_that_stopped_before_the_fork_follows() {
        given(others()).stoppedPrimary(lsn(899)).leaderForkedAt(lsn(900)).decides().byRule("others.follow").running(JobKind.START_STANDBY);
    }

    @Test
    void a_former_primary_that_went_on_past_the_fork_is_rewound() {
        given(others()).stoppedPrimary(lsn(900)).leaderForkedAt(lsn(900)).decides().byRule("others.diverged").running(JobKind.REWIND);
    }

    @Test
    void a_crashed_primary_is_rewound_since_its_end_is_unknown() {
        given(others()).crashedPrimary().leaderForkedAt(lsn(9000)).decides().byRule("others.diverged").running(JobKind.REWIND);
    }

    @Test
    void a_standby_past_the_fork_is_rewound_and_one_at_it_follows() {
        given(others()).standby(lsn(901)).notStreaming().leaderForkedAt(lsn(900)).decides().byRule("others.diverged").running(JobKind.REWIND);
        given(others()).standby(lsn(900)).notStreaming().leaderForkedAt(lsn(900)).decides().byRule("others.follow");
    }

    @Test
    void a_standby_that_can_never_take_connections_again_is_rewound_and_one_that_only_waits_for_wal_follows() {
        given(others()).startingStandby(lsn(901)).leaderForkedAt(lsn(900)).decides().byRule("others.diverged").running(JobKind.REWIND);
        given(others()).startingStandby(lsn(900)).leaderForkedAt(lsn(900)).decides().byRule("others.follow");
        given(others()).postgres(new PostgresState.Starting(true, new Moment(0), ControlData.UNKNOWN)).leaderForkedAt(lsn(900)).decides().byRule("others.follow");
    }

    @Test
    void a_standby_asks_the_leader_for_its_history_whenever_it_does_not_stream() {
        assertThat(Asks.upstream(others().startingStandby(lsn(901)).world())).isPresent();
        assertThat(Asks.upstream(others().standby(lsn(901)).notStreaming().world())).isPresent();
        assertThat(Asks.upstream(others().standby(lsn(901)).world())).isEmpty();
        assertThat(Asks.upstream(others().postgres(new PostgresState.Starting(false, new Moment(0), ControlData.UNKNOWN)).world())).isEmpty();
    }

    @Test
    void when_rewinding_failed_or_is_not_allowed_it_is_cloned() {
        given(others()).stoppedPrimary(lsn(1000)).leaderForkedAt(lsn(900)).rebuildFailed(JobKind.REWIND, "a", 1, Duration.ofSeconds(9))
                .decides().byRule("others.rewind-failed").running(JobKind.CLONE);
        given(others()).stoppedPrimary(lsn(1000)).leaderForkedAt(lsn(900)).withoutPgRewind().decides().byRule("others.rewind-failed").running(JobKind.CLONE);
    }

    @Test
    void a_rewind_that_failed_with_another_leader_says_nothing_about_this_one() {
        given(others()).stoppedPrimary(lsn(1000)).leaderForkedAt(lsn(900)).rebuildFailed(JobKind.REWIND, "c", 1, Duration.ofSeconds(9))
                .decides().byRule("others.diverged").running(JobKind.REWIND);
    }

    @Test
    void a_rewind_that_failed_is_not_tried_again_when_the_clone_failed_too() {
        given(others()).stoppedPrimary(lsn(1000)).leaderForkedAt(lsn(900)).rebuildFailed(JobKind.REWIND, "a", 1, Duration.ofSeconds(99))
                .rebuildFailed(JobKind.CLONE, "a", 1, Duration.ofSeconds(9)).decides().byRule("others.rewind-failed").running(JobKind.CLONE);
    }

    @Test
    void clones_that_fail_are_tried_more_and_more_slowly_but_never_given_up() {
        for (var diverged : List.of(false, true)) {
            pausing(diverged, 1, 3);
            pausing(diverged, 2, 6);
            pausing(diverged, 4, 24);
            pausing(diverged, 5, 48);
            pausing(diverged, 6, 60);
            pausing(diverged, 99, 60);
        }
    }

    /// After so many failures it waits for so many seconds.
    private static void pausing(boolean diverged, int failures, int seconds) {
        var early = copyless(diverged).rebuildFailed(JobKind.CLONE, "a", failures, Duration.ofSeconds(seconds).minusMillis(1)).decides().holding();
        early.byRule(failures == 1 ? "others.job-pauses" : "others.rebuild-pauses");
        copyless(diverged).rebuildFailed(JobKind.CLONE, "a", failures, Duration.ofSeconds(seconds)).decides().byRule(diverged ? "others.rewind-failed" : "others.clone");
    }

    private static GivenWorld copyless(boolean diverged) {
        return diverged ? others().stoppedPrimary(lsn(1000)).leaderForkedAt(lsn(900)).rebuildFailed(JobKind.REWIND, "a", 1, Duration.ofHours(1))
                : others().postgres(new PostgresState.HalfDone("rewind"));
    }

    @Test
    void the_operator_need_not_wait_for_the_pause() {
        given(others()).postgres(PostgresState.NO_DATA).rebuildFailed(JobKind.CLONE, "a", 9, Duration.ofSeconds(4)).local(new LocalRequest.Reinitialize(false))
                .decides().byRule("others.clone").running(JobKind.CLONE);
    }

    @Test
    void a_leader_that_cannot_be_copied_is_stood_in_for_by_a_standby_that_streams_from_it() {
        var stuck = others().leaderOnTimeline(2).streams("c", 2, Map.of()).postgres(new PostgresState.HalfDone("clone")).rebuildFailed(JobKind.CLONE, "a", 1, Duration.ofSeconds(4));
        given(stuck).decides().byRule("others.clone-elsewhere").cloning("c", "a");
        given(stuck).rebuildFailed(JobKind.CLONE, "c", 1, Duration.ofSeconds(4)).decides().byRule("others.clone").cloning("a", "a");
        given(stuck).rebuildFailed(JobKind.CLONE, "a", 1, Duration.ofSeconds(4)).decides().byRule("others.clone-elsewhere").cloning("c", "a");
    }

    @Test
    void a_standby_with_the_tag_clonefrom_is_copied_rather_than_the_leader_until_that_fails() {
        var four = cluster("a", "b", "c", "d").lockHeldBy("a").at("b").leaderOnTimeline(2).streams("c", 2, Map.of()).streams("d", 2, Map.of("clonefrom", true)).postgres(PostgresState.NO_DATA);
        given(four).decides().byRule("others.clone-elsewhere").cloning("d", "a");
        given(four).rebuildFailed(JobKind.CLONE, "d", 1, Duration.ofSeconds(4)).decides().byRule("others.clone").cloning("a", "a");
        given(four).rebuildFailed(JobKind.CLONE, "a", 1, Duration.ofSeconds(4)).decides().byRule("others.clone-elsewhere").cloning("c", "a");
        given(cluster("a", "b", "c").lockHeldBy("a").at("b").leaderOnTimeline(2).streams("c", 1, Map.of("clonefrom", true)).postgres(PostgresState.NO_DATA)).decides().byRule("others.clone").cloning("a", "a");
        given(cluster("a", "b", "c").lockHeldBy("a").at("b").leaderOnTimeline(2).streams("c", 2, Map.of()).postgres(PostgresState.NO_DATA)).decides().byRule("others.clone").cloning("a", "a");
    }

    @Test
    void only_a_running_standby_on_the_leaders_timeline_stands_in_for_it_and_never_where_the_old_copy_may_have_more() {
        var stuck = Duration.ofSeconds(4);
        given(others()).leaderOnTimeline(2).streams("c", 1, Map.of()).postgres(PostgresState.NO_DATA).rebuildFailed(JobKind.CLONE, "a", 1, stuck).decides().byRule("others.clone");
        given(others()).leaderOnTimeline(2).streams("c", 2, Map.of()).memberState("c", "starting").postgres(PostgresState.NO_DATA).rebuildFailed(JobKind.CLONE, "a", 1, stuck)
                .decides().byRule("others.clone");
        given(others()).leaderOnTimeline(2).postgres(PostgresState.NO_DATA).rebuildFailed(JobKind.CLONE, "a", 1, stuck).decides().byRule("others.clone");
        given(others()).leaderOnTimeline(2).streams("c", 2, Map.of()).stoppedPrimary(lsn(1000)).leaderForkedAt(lsn(900)).rebuildFailed(JobKind.REWIND, "a", 1, stuck)
                .rebuildFailed(JobKind.CLONE, "a", 1, stuck).decides().byRule("others.rewind-failed").cloning("a", "a");
        given(others()).leaderOnTimeline(2).streams("c", 2, Map.of()).local(new LocalRequest.Reinitialize(false)).rebuildFailed(JobKind.CLONE, "a", 1, stuck)
                .decides().byRule("others.clone").cloning("a", "a");
    }

    private static Step.CloneFrom.Ways ways(GivenWorld given) {
        return given.decides().decision().plan().stream().flatMap(a -> a instanceof Action.RunJob(_, var steps) ? steps.stream() : Stream.of())
                .flatMap(step -> step instanceof Step.CloneFrom clone ? Stream.of(clone.ways()) : Stream.of()).findFirst().orElseThrow();
    }

    @Test
    void who_was_told_to_copy_the_leader_passes_over_every_other_source() {
        var empty = cluster("a", "b", "c").lockHeldBy("a").at("b").leaderOnTimeline(2).streams("c", 2, Map.of("clonefrom", true)).postgres(PostgresState.NO_DATA);
        given(empty).local(new LocalRequest.Reinitialize(false, false)).decides().byRule("others.clone-elsewhere").cloning("c", "a");
        given(empty).local(new LocalRequest.Reinitialize(false, true)).decides().byRule("others.clone").cloning("a", "a");
        assertThat(ways(given(empty).local(new LocalRequest.Reinitialize(false, false)))).isEqualTo(Step.CloneFrom.Ways.CONFIGURED);
        assertThat(ways(given(empty).local(new LocalRequest.Reinitialize(false, true)))).as("its data, not a backup of them").isEqualTo(Step.CloneFrom.Ways.BASE_BACKUP);
        given(empty).rebuildFailed(JobKind.CLONE, "a", 3, Duration.ofSeconds(4)).decides().byRule("others.clone").cloning("a", "a");
    }

    @Test
    void a_former_primary_waits_until_the_leader_has_finished_its_promotion() {
        var recovering = new UpstreamView.Answered(new MemberName("a"), SYSTEM, new Timeline(1), lsn(1000), true, List.of());
        given(others()).stoppedPrimary(lsn(1000)).leaderSaid(recovering).decides().byRule("others.leader-not-asked").holding();
        given(others()).stoppedPrimary(lsn(1000)).leaderSaid(new UpstreamView.Silent("refused")).decides().byRule("others.leader-not-asked").holding();
    }

    @Test
    void the_same_timeline_number_with_other_contents_is_no_common_history() {
        var same = new UpstreamView.Answered(new MemberName("a"), SYSTEM, new Timeline(1), lsn(950), false, List.of());
        given(others()).stoppedPrimary(lsn(1000)).leaderSaid(same).decides().byRule("others.diverged").running(JobKind.REWIND);
    }

    @Test
    void a_primary_whose_permit_runs_deletes_the_key_of_the_former_leader_that_a_restored_etcd_names() {
        var primary = others().postgres(GivenWorld.running(true, 1, lsn(1000)));
        given(primary).setBack().permitted().decides().byRule("others.etcd-set-back").planning(Action.DisownLock.class).neverPlanning(Action.RunJob.class);
        given(primary).setBack().permitEnded().decides().byRule("others.primary-without-lock").running(JobKind.STOP);
    }

    @Test
    void foreign_history_is_left_alone() {
        var foreign = new UpstreamView.Answered(new MemberName("a"), new SystemId("1"), new Timeline(1), lsn(950), false, List.of());
        given(others()).stoppedPrimary(lsn(1000)).leaderSaid(foreign).decides().byRule("others.foreign-history").holding().neverPlanning(Action.RunJob.class);
    }

    @Test
    void unusable_data_waits_for_a_person() {
        given(others()).postgres(new PostgresState.Unusable("not a data directory")).decides().byRule("others.unusable").holding();
    }

    @Test
    void a_standby_whose_replay_stopped_for_the_leaders_settings_is_started_again_but_not_in_a_pause() {
        given(others().outgrown()).decides().byRule("others.outgrown").running(JobKind.RESTART);
        given(others()).decides().byRule("others.follow");
        given(others().outgrown().config("pause", true)).decides().neverPlanning(Action.RunJob.class);
    }

    @Test
    void the_operator_may_have_it_cloned_again_or_restarted() {
        given(others()).local(new LocalRequest.Reinitialize(false)).decides().byRule("others.clone").running(JobKind.CLONE).planning(Action.RequestDone.class);
        given(others()).local(new LocalRequest.Restart()).decides().byRule("others.operator-restart").running(JobKind.RESTART);
    }

    @Test
    void a_stopped_standby_starts_even_if_the_leader_does_not_answer_yet() {
        given(others()).stoppedStandby(lsn(1000)).decides().byRule("others.follow").running(JobKind.START_STANDBY);
    }

    @Test
    void nowhere_to_follow_is_nobody() {
        given(others()).lockHeldBy("x").stoppedStandby(lsn(1000)).decides().byRule("others.follow").running(JobKind.START_STANDBY);
        org.assertj.core.api.Assertions.assertThat(Endpoint.ofUrl("").known()).isFalse();
    }
}
