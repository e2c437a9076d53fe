package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Pace;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.RestartFilter;
import io.matriarch.core.view.ScheduledRestart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Restarts and new copies that an operator asks for: now, later, in a pause; and what he is told.
class OperatorRestartTest {
    private static final Duration NOW = Duration.ZERO;

    private static GivenWorld leader() {
        return cluster("a", "b", "c").lockHeldBy("a").at("a").primary(lsn(1000)).permitted();
    }

    private static GivenWorld standby() {
        return cluster("a", "b", "c").lockHeldBy("a").at("b").standby(lsn(1000));
    }

    private static Document asked(Object... conditions) {
        var asked = new Document(Map.of("schedule", "2026-11-21T00:00:00+00:00"));
        for (int i = 0; i < conditions.length; i += 2) asked = asked.with((String) conditions[i], conditions[i + 1]);
        return asked;
    }

    private static void ends(GivenWorld given, boolean begins, String because) {
        var world = given.world();
        assertThat(Decider.decide(world).plan()).contains(new Action.EndSchedule((ScheduledRestart.At) world.local().scheduled(), begins, because));
    }

    @Test
    void a_scheduled_restart_begins_at_its_time_and_not_before() {
        given(leader()).restartScheduled(asked(), Duration.ofMillis(1), "").decides().neverPlanning(Action.EndSchedule.class, Action.RunJob.class);
        ends(given(leader()).restartScheduled(asked(), NOW, ""), true, "it is due");
        ends(given(standby()).restartScheduled(asked(), NOW, ""), true, "it is due");
        given(standby()).lockAbsent().restartScheduled(asked(), NOW, "").decides().neverPlanning(Action.EndSchedule.class);
        given(leader()).restartScheduled(asked(), NOW, "").job(JobKind.RESTART).decides().neverPlanning(Action.EndSchedule.class);
        given(leader()).restartScheduled(asked(), NOW, "").local(new LocalRequest.Restart()).decides().neverPlanning(Action.EndSchedule.class);
    }

    @Test
    void one_that_could_not_begin_in_time_is_dropped() {
        var late = "its time has passed and it could not be done then";
        given(leader()).config("pause", true).restartScheduled(asked(), NOW, "").decides().neverPlanning(Action.EndSchedule.class);
        ends(given(leader()).config("pause", true).restartScheduled(asked(), Duration.ofSeconds(-16), ""), false, late);
        ends(given(leader()).restartScheduled(asked(), Duration.ofSeconds(-16), ""), false, late);
    }

    @Test
    void one_whose_server_was_started_again_meanwhile_is_dropped() {
        ends(given(leader()).restartScheduled(asked(), Duration.ofHours(1), "2026-11-20 10:00:00+00"), false, "the server has been started again since it was scheduled");
        given(leader()).crashedPrimary().restartScheduled(asked(), Duration.ofHours(1), "2026-11-20 10:00:00+00").decides().neverPlanning(Action.EndSchedule.class);
    }

    @Test
    void its_conditions_are_asked_when_it_is_due() {
        var unmet = "restart conditions are not satisfied";
        ends(given(leader()).restartScheduled(asked("role", "replica"), NOW, ""), false, unmet);
        ends(given(standby()).restartScheduled(asked("role", "replica"), NOW, ""), true, "it is due");
        ends(given(leader()).restartScheduled(asked("role", "master"), NOW, ""), true, "it is due");
        ends(given(leader()).restartScheduled(asked("restart_pending", "whatever"), NOW, ""), false, unmet);
        ends(given(leader()).restartScheduled(asked("postgres_version", "15.18"), NOW, ""), false, unmet);
        ends(given(leader()).restartScheduled(asked("postgres_version", "15.19"), NOW, ""), true, "it is due");
    }

    @Test
    void versions_are_read_as_postgresql_numbers_them() {
        for (var version : Map.of("15.13", 150013, "16", 160000, "9.6.3", 90603, "9.6", 90600).entrySet())
            assertThat(RestartFilter.of(asked("postgres_version", version.getKey())).below()).as(version.getKey()).isEqualTo(version.getValue());
    }

    @Test
    void it_is_in_the_member_key_and_the_loop_wakes_for_it() {
        var world = given(leader()).restartScheduled(asked("role", "primary"), Duration.ofMillis(100), "then").world();
        assertThat(Pace.next(world)).isEqualTo(world.now().plus(Duration.ofMillis(100)));
        var plan = given(leader()).restartScheduled(asked("role", "primary"), Duration.ofMillis(100), "").decides().decision().plan();
        assertThat(plan).anySatisfy(action -> assertThat(action).isInstanceOfSatisfying(Action.Write.class, put -> assertThat(put.write()).isInstanceOfSatisfying(DcsWrite.PutMember.class,
                member -> assertThat(member.data().section("scheduled_restart").fields()).containsEntry("schedule", "2026-11-21T00:00:00+00:00").containsEntry("role", "primary").containsEntry("postmaster_start_time", ""))));
    }

    @Test
    void whoever_asked_for_a_restart_is_told_what_became_of_the_server() {
        given(leader()).local(new LocalRequest.Restarted(true)).decides().planning(new Action.RequestDone(new LocalRequest.Restarted(true), true, "restarted successfully"));
        given(standby()).startingStandby(lsn(2000)).local(new LocalRequest.Restarted(true)).decides().planning(new Action.RequestDone(new LocalRequest.Restarted(true), false, "postgres is still starting"));
        given(leader()).crashedPrimary().local(new LocalRequest.Restarted(true)).decides().planning(new Action.RequestDone(new LocalRequest.Restarted(true), false, "restart failed"));
        given(leader()).stoppedPrimary(lsn(2000)).job(JobKind.RESTART).local(new LocalRequest.Restarted(true)).decides().neverPlanning(Action.RequestDone.class);
    }

    @Test
    void a_restart_that_failed_has_not_succeeded_though_the_server_runs() {
        for (var given : List.of(leader(), standby())) given(given).local(new LocalRequest.Restarted(false)).decides().planning(new Action.RequestDone(new LocalRequest.Restarted(false), false, "restart failed"));
        given(standby()).startingStandby(lsn(2000)).local(new LocalRequest.Restarted(false)).decides().planning(new Action.RequestDone(new LocalRequest.Restarted(false), false, "postgres is still starting"));
    }

    @Test
    void whoever_asks_while_the_server_is_restarted_for_another_reason_gets_one_of_his_own() {
        given(standby()).job(JobKind.RESTART).local(new LocalRequest.Restart()).decides().neverPlanning(Action.RequestDone.class, Action.RunJob.class);
        given(standby()).jobEnded(JobKind.RESTART, true, NOW).local(new LocalRequest.Restart()).decides().byRule("others.operator-restart").running(JobKind.RESTART).neverPlanning(Action.RequestDone.class);
    }

    @Test
    void a_standby_is_restarted_whether_or_not_somebody_leads() {
        for (var given : List.of(standby().lockAbsent(), standby().lockAbsent().peerAt("a", lsn(5000)), standby().dcsDark()))
            given(given).local(new LocalRequest.Restart()).decides().taking(new Stance.Restart()).running(JobKind.RESTART).neverPlanning(Action.RequestDone.class, Action.TakeLock.class);
        given(standby().lockAbsent()).local(new LocalRequest.Restart()).decides().byRule("free.operator-restart");
        given(standby().dcsDark()).local(new LocalRequest.Restart()).decides().byRule("unreachable.operator-restart");
        given(standby().dcsDark()).config("pause", true).local(new LocalRequest.Restart()).decides().byRule("unreachable.paused");
        given(leader().lockAbsent()).local(new LocalRequest.Restart()).decides().byRule("free.my-key-vanished");
    }

    @Test
    void a_pause_leaves_the_server_to_the_operator_who_may_restart_it() {
        given(leader()).config("pause", true).handsOff().local(new LocalRequest.Restart()).decides().byRule("paused.operator-restart").running(JobKind.RESTART);
        given(standby()).config("pause", true).local(new LocalRequest.Restart()).decides().byRule("paused.operator-restart").running(JobKind.RESTART);
        given(standby()).primary(lsn(1000)).config("pause", true).local(new LocalRequest.Restart()).decides().byRule("paused.hands-off")
                .planning(new Action.RequestDone(new LocalRequest.Restart(), false, "restart failed")).neverPlanning(Action.RunJob.class);
    }

    @Test
    void a_new_copy_may_be_asked_for_in_a_pause_too_and_from_the_leader_alone() {
        given(standby()).config("pause", true).local(new LocalRequest.Reinitialize(false)).decides().byRule("paused.operator-reinitialize").cloning("a", "a")
                .planning(new Action.RequestDone(new LocalRequest.Reinitialize(false), true, "reinitialize started"));
        given(standby()).lockAbsent().config("pause", true).local(new LocalRequest.Reinitialize(false)).decides().byRule("paused.hands-off")
                .planning(new Action.RequestDone(new LocalRequest.Reinitialize(false), false, "Cluster has no leader, can not reinitialize"));
        given(leader()).config("pause", true).local(new LocalRequest.Reinitialize(true)).decides().neverPlanning(Action.RunJob.class);
    }

    @Test
    void a_primary_that_takes_too_long_to_come_back_from_a_restart_fails_over() {
        var starting = leader().jobSince(JobKind.RESTART, Duration.ofMinutes(10)).startingPrimary(Duration.ofSeconds(40));
        given(starting).local(new LocalRequest.Restart()).decides().byRule("always.job-runs");
        given(starting).local(new LocalRequest.Restart(Duration.ofSeconds(41))).decides().byRule("always.job-runs");
        given(starting).local(new LocalRequest.Restart(Duration.ofSeconds(39))).decides().byRule("always.start-takes-too-long").taking(Stance.standDown(StopMode.IMMEDIATE, Stance.Then.LET_GO));
        given(starting).config("primary_start_timeout", 39).local(new LocalRequest.Restart()).decides().byRule("always.start-takes-too-long");
        given(starting).config("primary_start_timeout", 0).local(new LocalRequest.Restart()).decides().byRule("always.job-runs");
        given(starting).peerSilent("b").peerSilent("c").local(new LocalRequest.Restart(Duration.ofSeconds(39))).decides().byRule("always.job-runs");
    }

    @Test
    void what_was_asked_for_has_a_time_to_come_back() {
        assertThat(new ScheduledRestart.At(asked("timeout", "1min"), new Moment(0), "").within()).isEqualTo(Duration.ofMinutes(1));
        assertThat(new ScheduledRestart.At(asked(), new Moment(0), "").within()).isZero();
        assertThat(new ScheduledRestart.At(asked(), new Moment(0), "x").overtaken(new PostgresState.Stopped(ControlData.UNKNOWN, true))).isFalse();
    }
}
