package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.given;
import static io.matriarch.core.ha.GivenWorld.lsn;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Then;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers that run and are of no use: they crash again and again, or their disk takes no write. And leaders that change too often.
class HungNotDeadTest {
    private static final Stance TO_B = Stance.standDown(StopMode.FAST, new Then.HandTo(new MemberName("b")));
    private static final Stance KILLED = Stance.standDown(StopMode.KILL, Then.LET_GO);
    private static final Duration[] THREE_CRASHES = {seconds(200), seconds(100), Duration.ZERO};
    private static final Duration LONG = seconds(60);

    private static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    private static GivenWorld mine() {
        return cluster("a", "b", "c").lockHeldBy("a").at("a").primary(lsn(1000)).permitted().peerSilent("c");
    }

    private static GivenWorld free() {
        return cluster("a", "b", "c").lockAbsent().at("b").peerSilent("a").heartbeatSeen(GivenWorld.TTL.plusMillis(20));
    }

    // ---- crash loop

    @Test
    void a_primary_that_crashes_again_and_again_hands_over() {
        given(mine()).crashedPrimary().crashes(THREE_CRASHES).decides().byRule("mine.crash-loop").taking(TO_B).planning(Action.GiveLock.class);
    }

    @Test
    void a_primary_that_crashes_now_and_then_is_started_where_it_is() {
        given(mine()).crashedPrimary().crashes(seconds(100), Duration.ZERO).decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
        given(mine()).crashedPrimary().crashes(seconds(300), seconds(100), Duration.ZERO).decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void a_primary_that_crashes_again_and_again_goes_on_when_nobody_is_fit() {
        given(mine()).crashedPrimary().crashes(THREE_CRASHES).peerSilent("b").decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
        given(mine()).crashedPrimary().crashes(THREE_CRASHES).optime(lsn(1000 + (1 << 20) + 1)).decides().byRule("mine.lead").running(JobKind.START_PRIMARY);
    }

    @Test
    void a_primary_that_runs_again_is_left_alone_whatever_it_did_before() {
        given(mine()).crashes(THREE_CRASHES).decides().byRule("mine.lead").neverPlanning(Action.RunJob.class);
    }

    @Test
    void the_operator_says_what_is_a_crash_loop() {
        given(mine()).crashedPrimary().crashes(Duration.ZERO).config("matriarch", Map.of("crash_budget", 1)).decides().byRule("mine.crash-loop");
        given(mine()).crashedPrimary().crashes(THREE_CRASHES).config("matriarch", Map.of("crash_budget", 0)).decides().byRule("mine.lead");
        given(mine()).crashedPrimary().crashes(THREE_CRASHES).config("matriarch", Map.of("crash_budget_span", 200)).decides().byRule("mine.lead");
        given(mine()).crashedPrimary().crashes(THREE_CRASHES).config("matriarch", Map.of("crash_budget_span", 201)).decides().byRule("mine.crash-loop");
    }

    // ---- disks

    @ParameterizedTest
    @EnumSource(value = DiskTrouble.class, names = "HUNG", mode = EnumSource.Mode.EXCLUDE)
    void a_leader_whose_disk_takes_no_write_hands_over(DiskTrouble trouble) {
        given(mine()).disk(trouble, LONG).decides().byRule("mine.disk-unfit").taking(TO_B).running(JobKind.STOP).neverPlanning(Action.GiveLock.class);
        given(mine()).stoppedPrimary(lsn(1000)).disk(trouble, LONG).decides().byRule("mine.disk-unfit").planning(Action.GiveLock.class);
    }

    @ParameterizedTest
    @EnumSource(DiskTrouble.class)
    void a_disk_is_given_its_time(DiskTrouble trouble) {
        given(mine()).disk(trouble, LONG.minusMillis(1)).decides().byRule("mine.lead");
        given(mine()).disk(trouble, LONG).config("matriarch", Map.of("disk_patience", 61)).decides().byRule("mine.lead");
        given(mine()).disk(trouble, LONG).config("matriarch", Map.of("disk_patience", 0)).decides().byRule("mine.lead");
        given(free()).disk(trouble, LONG.minusMillis(1)).decides().byRule("free.furthest-races");
    }

    @ParameterizedTest
    @EnumSource(DiskTrouble.class)
    void a_leader_with_a_bad_disk_is_better_than_none(DiskTrouble trouble) {
        given(mine()).disk(trouble, LONG).peerSilent("b").decides().byRule("mine.lead");
        given(mine()).disk(trouble, LONG).peerWithUnfitDisk("b", lsn(1000)).decides().byRule("mine.lead");
        given(mine()).disk(trouble, LONG).peerAt("b", lsn(1000), new Tags(true, 1, false, false, false, io.matriarch.core.view.Document.EMPTY)).decides().byRule("mine.lead");
    }

    @Test
    void nobody_hands_over_to_an_unfit_disk() {
        given(mine()).request(new OperatorRequest.Switchover(new MemberName("a"), OperatorRequest.Candidate.BEST, "", 9)).peerWithUnfitDisk("b", lsn(1000))
                .peerAt("c", lsn(1000)).decides().byRule("mine.operator-wants-another").taking(Stance.standDown(StopMode.FAST, new Then.HandTo(new MemberName("c"))));
        given(mine()).crashedPrimary().config("primary_start_timeout", 0).peerWithUnfitDisk("b", lsn(1000)).decides().byRule("mine.lead");
    }

    @Test
    void a_leader_whose_disk_hangs_is_killed_and_not_renewed() {
        given(mine()).disk(DiskTrouble.HUNG, LONG).decides().byRule("mine.disk-hangs").taking(KILLED).running(JobKind.STOP)
                .neverPlanning(Action.RenewLock.class, Action.GiveLock.class, Action.DisownLock.class);
        given(mine()).silentFor(LONG).disk(DiskTrouble.HUNG, LONG).decides().byRule("mine.disk-hangs").taking(KILLED);
        given(mine()).crashedPrimary().disk(DiskTrouble.HUNG, LONG).decides().byRule("mine.disk-hangs").planning(Action.GiveLock.class);
    }

    /// A process that waits for the disk in the kernel cannot be killed: the lock goes without proof that it is down, and others wait for the permit's end.
    @Test
    void what_cannot_be_killed_keeps_the_lock_no_longer_than_its_permit() {
        given(mine()).job(JobKind.STOP).disk(DiskTrouble.HUNG, LONG).decides().byRule("always.disk-hangs")
                .neverPlanning(Action.RenewLock.class, Action.GiveLock.class, Action.DisownLock.class);
        given(mine()).job(JobKind.STOP).disk(DiskTrouble.HUNG, LONG).permitEnded().decides().byRule("always.disk-hangs")
                .planning(Action.DisownLock.class).neverPlanning(Action.RenewLock.class, Action.GiveLock.class);
    }

    @Test
    void a_start_on_a_disk_that_hangs_is_given_up() {
        given(mine()).crashedPrimary().job(JobKind.START_PRIMARY).disk(DiskTrouble.HUNG, LONG).decides().byRule("always.disk-hangs")
                .planning(Action.CancelJob.class, Action.Kill.class).neverPlanning(Action.RenewLock.class);
        given(mine()).crashedPrimary().job(JobKind.START_PRIMARY).disk(DiskTrouble.FULL, LONG).decides().byRule("always.job-runs");
        given(mine()).crashedPrimary().job(JobKind.START_PRIMARY).disk(DiskTrouble.HUNG, LONG).peerSilent("b").decides().byRule("always.job-runs");
        given(mine()).crashedPrimary().job(JobKind.START_PRIMARY).disk(DiskTrouble.HUNG, LONG).config("pause", true).decides().byRule("always.job-runs");
    }

    @Test
    void a_primary_that_lost_its_lock_while_its_disk_hangs_does_not_take_it_back() {
        given(free()).at("a").primary(lsn(1000)).permitted().decides().byRule("free.my-key-vanished");
        given(free()).at("a").primary(lsn(1000)).permitted().disk(DiskTrouble.HUNG, LONG).decides().byRule("free.primary-without-permit");
    }

    @Test
    void a_standby_with_an_unfit_disk_lets_a_sound_one_go_first() {
        given(free()).disk(DiskTrouble.FULL, LONG).decides().byRule("free.disk-unfit").holding();
        given(free()).peerWithUnfitDisk("c", lsn(2000)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_standby_with_an_unfit_disk_leads_when_nobody_else_would() {
        given(free()).disk(DiskTrouble.FULL, LONG).peerSilent("c").decides().byRule("free.furthest-races");
        given(free()).disk(DiskTrouble.FULL, LONG).peerWithUnfitDisk("c", lsn(1000)).decides().byRule("free.furthest-races");
        given(free()).disk(DiskTrouble.FULL, LONG).standby(lsn(3 << 20)).optime(lsn(3 << 20)).peerAt("c", lsn(1000)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_standby_with_an_unfit_disk_waits_for_a_sound_one_for_one_ttl_only() {
        given(free()).heartbeatSeen(GivenWorld.TTL.multipliedBy(2).plusMillis(5)).disk(DiskTrouble.FULL, LONG).decides().byRule("free.disk-unfit");
        given(free()).heartbeatSeen(GivenWorld.TTL.multipliedBy(2).plusMillis(20)).disk(DiskTrouble.FULL, LONG).decides().byRule("free.furthest-races");
    }

    @Test
    void whom_the_operator_named_leads_on_any_disk() {
        given(free()).disk(DiskTrouble.FULL, LONG).request(new OperatorRequest.Failover(new MemberName("b"), 9)).decides().byRule("free.furthest-races");
    }

    // ---- failovers

    private static GivenWorld budget(GivenWorld given) {
        return given.config("matriarch", Map.of("failover_budget", 2)).leaderChanges(seconds(500), seconds(100));
    }

    @Test
    void the_next_failover_waits_when_there_were_too_many() {
        given(budget(free())).decides().byRule("free.failover-budget-spent").holding();
        given(budget(free())).leaderChanges(seconds(600), seconds(100)).decides().byRule("free.furthest-races");
        given(free()).leaderChanges(seconds(500), seconds(100)).decides().byRule("free.furthest-races");
    }

    @Test
    void an_operator_acknowledges_by_asking_for_a_failover() {
        given(budget(free())).request(new OperatorRequest.Failover(new MemberName("b"), 9)).decides().byRule("free.furthest-races");
        given(budget(free())).request(new OperatorRequest.Failover(new MemberName("c"), 9)).decides().byRule("free.another-was-chosen");
    }

    @Test
    void who_led_last_may_go_on() {
        given(budget(free())).at("a").peerAt("b", lsn(1000)).standby(lsn(1000)).decides().byRule("free.furthest-races");
    }

    @Test
    void a_leader_does_not_hand_over_unforced_when_there_were_too_many() {
        var spent = Map.<String, Object>of("failover_budget", 2);
        given(budget(mine())).crashedPrimary().crashes(THREE_CRASHES).decides().byRule("mine.lead");
        given(budget(mine())).crashedPrimary().config("primary_start_timeout", 0).decides().byRule("mine.lead");
        given(budget(mine())).disk(DiskTrouble.FULL, LONG).decides().byRule("mine.lead");
        given(budget(mine())).disk(DiskTrouble.HUNG, LONG).config("matriarch", spent).decides().byRule("mine.lead");
    }

    @Test
    void what_the_operator_asks_for_does_not_wait() {
        given(budget(mine())).request(new OperatorRequest.Failover(new MemberName("b"), 9)).decides().byRule("mine.operator-wants-another");
    }

    // ---- slots of members that are gone

    private static final Action DROP_C = new Action.DropSlots(List.of("c"));

    @Test
    void the_slot_of_a_member_that_is_gone_is_kept_for_its_ttl() {
        given(mine()).gone("c", Duration.ofMinutes(29)).decides().neverPlanning(Action.DropSlots.class);
        given(mine()).gone("c", Duration.ofMinutes(30)).decides().planning(DROP_C);
        given(mine()).gone("c", Duration.ofMinutes(30)).config("member_slots_ttl", "1h").decides().neverPlanning(Action.DropSlots.class);
        given(mine()).gone("c", Duration.ofMinutes(60)).config("member_slots_ttl", "1h").decides().planning(DROP_C);
        given(mine()).gone("c", Duration.ofDays(60)).config("member_slots_ttl", 0).decides().neverPlanning(Action.DropSlots.class);
    }

    @Test
    void a_member_that_still_receives_keeps_its_slot_though_its_agent_is_gone() {
        given(mine()).gone("c", Duration.ofHours(1)).followers("c").decides().neverPlanning(Action.DropSlots.class);
    }

    @Test
    void slots_of_nobody_that_was_seen_to_go_stay() {
        given(cluster("a", "b").lockHeldBy("a").at("a").primary(lsn(1000)).permitted()).decides().neverPlanning(Action.DropSlots.class);
        given(mine()).gone("x", Duration.ofHours(1)).decides().neverPlanning(Action.DropSlots.class);
    }

    @Test
    void only_a_report_of_ours_says_that_a_disk_is_unfit() {
        given(mine()).disk(DiskTrouble.FULL, LONG).peer("b", new PeerReport.Answered(false, true, new Timeline(1), lsn(1000), Tags.NONE)).decides().byRule("mine.disk-unfit");
    }
}
