package io.matriarch.core.port;

import static io.matriarch.core.port.ContractNode.asStandbyOf;
import static io.matriarch.core.port.ContractNode.cloneFrom;
import static io.matriarch.core.port.ContractNode.rewindTo;
import static io.matriarch.core.port.ContractNode.stop;
import static io.matriarch.core.port.ContractNode.toTimeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Lineage;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.PostgresState.Starting;
import io.matriarch.core.view.PostgresState.Stopped;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What every implementation of the `LocalPostgres` port does, whether there is PostgreSQL behind it or a simulation of one: what the decisions
/// rest on. Subclasses make nodes. Longer than most: it is the port's promises, one short test each.
public abstract class LocalPostgresContract {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    /// A node of this test's own, with an empty data directory, that reaches all others. It ends with the test.
    protected abstract ContractNode node(String name);

    @Test
    void the_operator_may_refuse_a_promotion_and_the_server_stays_as_it_is() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        b.step(new Step.PrePromote());
        b.refusePromotion();
        assertThat(b.attempt(new Step.PrePromote())).isInstanceOf(StepOutcome.Failed.class);
        assertThat(b.running().primary()).isFalse();
        assertThat(b.running().replication().streaming()).isTrue();
    }

    // ---- how it begins

    @Test
    void a_bootstrap_makes_a_primary_of_timeline_one() {
        var a = node("a");
        assertThat(a.look()).isEqualTo(PostgresState.NO_DATA);
        a.bootstrap();
        var made = a.control();
        assertThat(made.cleanly()).isTrue();
        assertThat(made.standby()).isFalse();
        assertThat(made.timeline()).isEqualTo(new Timeline(1));
        assertThat(made.systemId().value()).matches("\\d{10,20}");
        a.step(a.asPrimary());
        var up = a.running();
        assertThat(up.primary()).isTrue();
        assertThat(up.timeline()).isEqualTo(new Timeline(1));
        assertThat(up.systemId()).isEqualTo(made.systemId());
        assertThat(up.end()).isGreaterThanOrEqualTo(made.end());
        assertThat(up.facts().checkpointed()).isTrue();
        var before = a.end();
        assertThat(a.has(a.write())).isTrue();
        assertThat(a.end()).isGreaterThan(before);
    }

    @Test
    void a_bootstrap_that_did_not_end_is_never_started_but_can_become_a_copy() {
        var a = node("a").primary();
        var b = node("b").step(new Step.InitDatabase(ClusterConfig.DEFAULT));
        for (var step : List.of(b.asPrimary(), asStandbyOf(a.upstream()), rewindTo(a), toTimeline(2))) {
            assertThat(b.look()).isEqualTo(new PostgresState.HalfDone("bootstrap"));
            assertThat(b.attempt(step)).as(step.toString()).isInstanceOf(StepOutcome.Failed.class);
        }
        b.copyOf(a);
    }

    @Test
    void nobody_is_primary_without_a_permit() {
        var a = node("a").bootstrap();
        assertThat(a.attempt(new Step.StartPrimary(Permit.NONE, ClusterConfig.DEFAULT))).isInstanceOf(StepOutcome.Failed.class);
        assertThat(a.look().alive()).isFalse();
    }

    @Test
    void a_copy_is_a_standby_that_streams_until_it_has_everything() {
        var a = node("a").primary();
        var first = a.write();
        var b = node("b").step(cloneFrom(a));
        var copied = b.control();
        assertThat(copied.standby()).isTrue();
        assertThat(copied.cleanly()).as("it is a copy of a running server").isFalse();
        assertThat(copied.timeline()).isEqualTo(new Timeline(1));
        b.streamsFrom(a);
        assertThat(b.has(first)).isTrue();
        var second = a.write();
        b.untilHas(second);
        b.untilEndOf(a);
        var seen = b.running();
        assertThat(seen.primary()).isFalse();
        assertThat(seen.timeline()).isEqualTo(new Timeline(1));
        assertThat(seen.systemId()).isEqualTo(a.running().systemId()).isEqualTo(copied.systemId());
        assertThat(seen.end()).isGreaterThan(copied.end());
        assertThat(seen.facts().configuredUpstream()).isEqualTo(a.endpoint());
        assertThat(b.lineage(a)).isEqualTo(Lineage.FOLLOWS);
        assertThat(a.asked(b).recovering()).isTrue();
    }

    @Test
    void a_copy_without_a_leader_has_what_the_backup_has_and_receives_the_rest_later() {
        var a = node("a").primary();
        var b = node("b");
        assertThat(b.attempt(new Step.Restore(RESTORES))).as("nothing was backed up").isInstanceOf(StepOutcome.Failed.class);
        assertThat(b.look()).isEqualTo(PostgresState.NO_DATA);
        var first = a.write();
        a.backUp();
        var second = a.write();
        a.stopped();
        b.step(new Step.Restore(RESTORES));
        assertThat(b.control().standby()).isTrue();
        assertThat(b.control().timeline()).isEqualTo(new Timeline(1));
        b.step(asStandbyOf(Upstream.NOBODY));
        assertThat(b.running().primary()).isFalse();
        assertThat(b.running().systemId()).isEqualTo(a.control().systemId());
        assertThat(b.has(first)).isTrue();
        assertThat(b.has(second)).isFalse();
        assertThat(b.end()).isLessThan(a.control().end());
        a.step(a.asPrimary());
        b.follows(a);
        b.untilHas(second);
    }

    @Test
    void a_backup_is_not_put_in_the_place_of_data() {
        var a = node("a").primary();
        a.backUp();
        var b = node("b").copyOf(a).stopped();
        var before = b.look();
        assertThat(b.attempt(new Step.Restore(RESTORES))).isInstanceOf(StepOutcome.Failed.class);
        assertThat(b.look()).isEqualTo(before);
        var c = node("c").step(new Step.InitDatabase(ClusterConfig.DEFAULT));
        c.step(new Step.Restore(RESTORES)).step(asStandbyOf(a.upstream()));
        c.untilStreaming();
    }

    private static final ClusterConfig RESTORES = new ClusterConfig(new Document(Map.of("postgresql", Map.of("create_replica_methods", List.of("basebackup", "backup")))));

    // ---- whom its commits wait for

    @Test
    void a_commit_is_done_when_those_it_waits_for_have_it() {
        var a = node("a").primary();
        assertThat(a.running().facts().commits()).isEqualTo(PostgresState.CommitWait.NOBODY);
        a.waitsFor("b");
        a.eventually(() -> !doneSoon(a.commit(), a));
        var waiting = a.commit();
        assertThat(doneSoon(waiting, a)).isFalse();
        var b = node("b").copyOf(a);
        b.eventually(waiting);
        assertThat(a.running().replication().followers()).singleElement().satisfies(f -> {
            assertThat(f.application()).isEqualTo("b");
            assertThat(f.state()).isEqualTo("streaming");
            assertThat(f.flushed().known()).isTrue();
        });
        a.waitsFor("ANY 1 (b,c)");
        a.eventually(a.commit());
    }

    @Test
    void a_commit_waits_though_others_have_it_until_nobody_is_waited_for() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        a.waitsFor("nobody");
        a.eventually(() -> !doneWhenEverywhere(a.commit(), a, b));
        var waiting = a.commit();
        assertThat(doneWhenEverywhere(waiting, a, b)).isFalse();
        a.call(answer -> a.port().standbyNamesAsConfigured(answer));
        a.eventually(waiting);
        assertThat(a.running().facts().commits()).isEqualTo(PostgresState.CommitWait.NOBODY);
    }

    private static boolean doneSoon(BooleanSupplier commit, ContractNode a) {
        for (var again = 0; again < 3; again++) a.end();
        return commit.getAsBoolean();
    }

    private static boolean doneWhenEverywhere(BooleanSupplier commit, ContractNode a, ContractNode b) {
        for (var again = 0; again < 3; again++) b.untilEndOf(a);
        return commit.getAsBoolean();
    }

    @Test
    void a_standby_that_is_promoted_waits_for_whom_it_was_told_to_and_so_does_one_that_was_killed() {
        var a = node("a").primary();
        var b = node("b").copyOf(a).waitsFor("a");
        a.kill();
        b.step(toTimeline(2));
        assertThat(b.running().facts().commits()).isEqualTo(new PostgresState.CommitWait("a", true));
        b.kill();
        b.until(state -> state instanceof Stopped);
        b.step(b.asPrimary());
        assertThat(b.running().facts().commits()).isEqualTo(new PostgresState.CommitWait("a", true));
    }

    // ---- how it goes down and comes back

    @Test
    void a_primary_that_was_killed_is_down_and_comes_back_on_its_timeline_with_all_rows() {
        var a = node("a").primary();
        var row = a.write();
        a.kill();
        a.until(state -> state instanceof Stopped);
        assertThat(((Stopped) a.look()).crashed()).isTrue();
        var control = a.control();
        assertThat(control.cleanly()).isFalse();
        assertThat(control.standby()).isFalse();
        assertThat(control.timeline()).isEqualTo(new Timeline(1));
        a.step(a.asPrimary());
        assertThat(a.running().timeline()).isEqualTo(new Timeline(1));
        assertThat(a.has(row)).isTrue();
        a.step(stop(StopMode.KILL));
        assertThat(((Stopped) a.look()).crashed()).as("we did that").isFalse();
        assertThat(a.control().cleanly()).isFalse();
    }

    @Test
    void a_primary_that_was_killed_recovers_with_the_doors_closed_and_is_down_cleanly() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var row = a.write();
        a.kill();
        a.until(state -> state instanceof Stopped);
        var before = a.control();
        a.step(new Step.Recover(ClusterConfig.DEFAULT));
        assertThat(((Stopped) a.look()).crashed()).isTrue();
        assertThat(a.control().cleanly()).isTrue();
        assertThat(a.control().standby()).isFalse();
        assertThat(a.control().timeline()).isEqualTo(new Timeline(1));
        assertThat(a.control().end()).isGreaterThan(before.end());
        a.step(new Step.Recover(ClusterConfig.DEFAULT));
        a.step(a.asPrimary());
        assertThat(a.has(row)).isTrue();
        b.untilHas(a.write());
        b.stopped();
        assertThat(b.attempt(new Step.Recover(ClusterConfig.DEFAULT))).as("a standby").isInstanceOf(StepOutcome.Failed.class);
    }

    @Test
    void a_restarted_primary_keeps_its_timeline() {
        var a = node("a").primary();
        var row = a.write();
        a.stopped();
        var stopped = (Stopped) a.look();
        assertThat(stopped.crashed()).isFalse();
        assertThat(stopped.control().cleanly()).isTrue();
        assertThat(stopped.control().standby()).isFalse();
        a.step(a.asPrimary());
        assertThat(a.running().timeline()).isEqualTo(new Timeline(1));
        assertThat(a.end()).isGreaterThan(stopped.control().end());
        assertThat(a.has(row)).isTrue();
    }

    @Test
    void a_primary_that_does_not_stop_within_its_limit_is_killed_and_comes_back_with_all_rows() {
        var a = node("a").primary();
        var row = a.write();
        a.hangStops();
        a.step(new Step.Stop(StopMode.FAST, false, Duration.ofSeconds(1)));
        assertThat(((Stopped) a.look()).crashed()).as("we did that").isFalse();
        assertThat(a.control().cleanly()).isFalse();
        a.step(a.asPrimary());
        assertThat(a.has(row)).isTrue();
    }

    @Test
    void a_stopped_standby_says_where_it_ends() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        b.untilHas(a.write());
        b.stopped();
        assertThat(((Stopped) b.look()).crashed()).isFalse();
        var control = b.control();
        assertThat(control.cleanly()).isTrue();
        assertThat(control.standby()).isTrue();
        assertThat(control.end()).isLessThanOrEqualTo(a.end());
        var row = a.write();
        b.streamsFrom(a);
        b.untilHas(row);
    }

    @Test
    void a_killed_standby_has_what_it_had_before_it_receives_again() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var row = a.write();
        b.untilHas(row);
        var before = b.end();
        b.kill();
        b.until(state -> state instanceof Stopped);
        assertThat(b.control().standby()).isTrue();
        assertThat(b.control().cleanly()).isFalse();
        assertThat(b.control().end()).as("the control file knows less").isLessThanOrEqualTo(before);
        b.step(asStandbyOf(Upstream.NOBODY));
        b.eventually(() -> !before.isAfter(b.end()));
        var alone = b.running();
        assertThat(alone.replication().received()).as("nothing since it started").isLessThanOrEqualTo(alone.end());
        assertThat(alone.replication().streaming()).isFalse();
        assertThat(b.has(row)).isTrue();
        b.follows(a);
        b.eventually(() -> {
            var now = b.running();
            assertThat(now.end()).as("the received position begins anew, the end does not fall back").isGreaterThanOrEqualTo(before)
                    .isGreaterThanOrEqualTo(now.replication().replayed());
            return now.replication().streaming();
        });
    }

    @Test
    void a_standby_whose_primary_dies_keeps_its_position() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        b.untilHas(a.write());
        b.untilEndOf(a);
        var before = b.running();
        a.kill();
        b.until(state -> state instanceof Running r && !r.replication().streaming());
        assertThat(b.end()).isEqualTo(before.end());
        assertThat(b.running().replication().received()).as("of the last stream, until a restart").isEqualTo(before.replication().received());
        assertThat(this.view(b, a)).isInstanceOf(UpstreamView.Silent.class);
        a.step(a.asPrimary());
        b.untilStreaming();
    }

    private UpstreamView view(ContractNode asking, ContractNode asked) {
        return asking.reply(answer -> asking.port().inspect(asked.member(), WITHIN, answer));
    }

    // ---- promotion

    @Test
    void a_promotion_makes_the_next_timeline_and_its_history_names_the_fork() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var row = a.write();
        b.untilHas(row);
        a.kill();
        b.until(state -> state instanceof Running r && !r.replication().streaming());
        var before = b.end();
        b.step(toTimeline(2));
        var up = b.running();
        assertThat(up.primary()).isTrue();
        assertThat(up.timeline()).isEqualTo(new Timeline(2));
        assertThat(up.end()).isGreaterThan(before);
        assertThat(b.has(row)).isTrue();
        var view = node("c").asked(b);
        assertThat(view.timeline()).isEqualTo(new Timeline(2));
        assertThat(view.recovering()).isFalse();
        assertThat(view.forks()).extracting(TimelineHistory.Row::ended).containsExactly(new Timeline(1));
        assertThat(view.forks().getFirst().fork()).isEqualTo(before);
        b.checkpoint();
        b.step(toTimeline(2));
        assertThat(b.running().timeline()).as("a primary is one already").isEqualTo(new Timeline(2));
    }

    @Test
    void a_promotion_skips_the_numbers_that_others_may_have_made_and_followers_get_over_the_gap() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var c = node("c").copyOf(a);
        a.stopped();
        b.step(toTimeline(4));
        assertThat(b.running().timeline()).isEqualTo(new Timeline(4));
        assertThat(c.asked(b).forks()).extracting(TimelineHistory.Row::ended).containsExactly(new Timeline(1));
        c.follows(b);
        c.untilStreaming(4);
        b.stopped();
        c.step(toTimeline(5));
        assertThat(c.running().timeline()).isEqualTo(new Timeline(5));
        assertThat(b.asked(c).forks()).extracting(TimelineHistory.Row::ended).containsExactly(new Timeline(1), new Timeline(4));
    }

    @Test
    void a_number_that_is_not_above_its_own_is_refused() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        assertThat(b.attempt(toTimeline(1))).isInstanceOf(StepOutcome.Failed.class);
        b.step(toTimeline(2));
        var c = node("c").copyOf(b);
        assertThat(c.attempt(toTimeline(2))).isInstanceOf(StepOutcome.Failed.class);
        assertThat(c.running().primary()).isFalse();
        c.untilStreaming(2);
    }

    @Test
    void a_new_primary_that_dies_before_its_checkpoint_is_on_its_new_timeline_all_the_same() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        a.stopped();
        b.holdCheckpoints();
        b.step(toTimeline(2));
        assertThat(b.running().facts().checkpointed()).isFalse();
        var row = b.write();
        b.kill();
        b.until(state -> state instanceof Stopped);
        assertThat(b.control().cleanly()).isFalse();
        assertThat(b.control().standby()).isFalse();
        assertThat(b.control().timeline()).isEqualTo(new Timeline(2));
        b.step(b.asPrimary());
        assertThat(b.running().timeline()).isEqualTo(new Timeline(2));
        assertThat(b.has(row)).isTrue();
    }

    @Test
    void a_standby_becomes_a_primary_by_its_promotion_alone() {
        var a = node("a").primary();
        var b = node("b").copyOf(a).stopped();
        assertThat(b.attempt(b.asPrimary())).as("a second primary of timeline 1").isInstanceOf(StepOutcome.Failed.class);
        assertThat(b.look().alive()).isFalse();
        assertThat(b.control().standby()).isTrue();
        b.streamsFrom(a);
    }

    /// PostgreSQL would come up as a primary of the old timeline: it removes standby.signal before the control file knows of the new one.
    @Test
    void a_server_that_died_in_its_promotion_is_a_standby_still() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var row = a.write();
        b.untilHas(row);
        a.kill();
        b.until(state -> state instanceof Running r && !r.replication().streaming());
        var before = b.end();
        b.dieInPromotion(2);
        b.until(state -> state instanceof Stopped);
        assertThat(b.control().standby()).isTrue();
        assertThat(b.control().timeline()).isEqualTo(new Timeline(1));
        assertThat(b.attempt(b.asPrimary())).as("a primary of the old timeline").isInstanceOf(StepOutcome.Failed.class);
        assertThat(b.look().alive()).isFalse();
        b.step(asStandbyOf(Upstream.NOBODY));
        b.eventually(() -> !before.isAfter(b.end()));
        assertThat(b.running().primary()).isFalse();
        assertThat(b.running().timeline()).isEqualTo(new Timeline(1));
        assertThat(b.has(row)).isTrue();
        b.step(toTimeline(3));
        assertThat(b.running().timeline()).isEqualTo(new Timeline(3));
        assertThat(b.has(row)).isTrue();
    }

    @Test
    void a_server_that_died_in_its_promotion_follows_whoever_leads_then() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var c = node("c").copyOf(a);
        var row = a.write();
        b.untilHas(row);
        c.untilHas(row);
        a.kill();
        b.until(state -> state instanceof Running r && !r.replication().streaming());
        b.dieInPromotion(2);
        b.until(state -> state instanceof Stopped);
        c.step(toTimeline(3));
        assertThat(b.lineage(c)).isEqualTo(Lineage.FOLLOWS);
        b.step(asStandbyOf(c.upstream()));
        b.untilStreaming(3);
        b.untilHas(c.write());
    }

    // ---- a former primary

    @Test
    void a_primary_that_was_stopped_cleanly_follows_its_successor_without_a_rewind() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var row = a.write();
        a.stopped();
        var end = a.control().end();
        b.until(state -> state instanceof Running r && !r.replication().streaming());
        assertThat(b.end()).as("the shutdown checkpoint was sent, and it begins where the control file says").isGreaterThan(end);
        assertThat(b.has(row)).isTrue();
        b.step(toTimeline(2));
        assertThat(b.fork(b, 1)).isGreaterThan(end);
        assertThat(a.lineage(b)).isEqualTo(Lineage.FOLLOWS);
        a.streamsFrom(b);
        a.untilStreaming(2);
        a.untilHas(b.write());
        assertThat(a.running().primary()).isFalse();
        a.stopped();
        assertThat(a.control().standby()).as("by standby.signal").isTrue();
    }

    @Test
    void a_primary_with_rows_of_its_own_has_diverged_and_a_rewind_takes_them_back() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var both = a.write();
        b.untilHas(both);
        b.onItsOwn();
        var own = a.write();
        a.stopped();
        b.step(toTimeline(2));
        var theirs = b.write();
        assertThat(a.lineage(b)).isEqualTo(Lineage.DIVERGED);
        assertThat(a.control().end()).isGreaterThan(b.fork(b, 1));
        b.checkpoint();
        a.step(rewindTo(b));
        assertThat(a.control().standby()).isTrue();
        a.streamsFrom(b);
        a.untilHas(theirs);
        a.untilStreaming(2);
        assertThat(a.has(both)).isTrue();
        assertThat(a.has(own)).isFalse();
    }

    /// As after a rewind whose source is gone before the last of its WAL was sent.
    @Test
    void a_standby_that_lacks_wal_says_while_it_starts_what_it_needs() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var c = node("c").copyOf(a);
        b.untilHas(a.write());
        c.untilEndOf(a);
        c.onItsOwn();
        var lose = b.stopped().keepWal();
        b.streamsFrom(a);
        b.untilHas(a.write());
        var needed = b.end();
        b.stopped();
        lose.run();
        var start = b.begin(asStandbyOf(Upstream.NOBODY));
        b.until(state -> state instanceof Starting s && s.standby() && s.control().standby() && s.control().end().equals(needed));
        assertThat(b.lineage(a)).isEqualTo(Lineage.FOLLOWS);
        c.step(toTimeline(2));
        c.checkpoint();
        assertThat(b.lineage(c)).as("what it needs is not in the history of c").isEqualTo(Lineage.DIVERGED);
        b.port().cancel();
        assertThat(start.get()).as("its reply comes all the same").isNotNull();
        b.stopped();
        assertThat(b.control().end()).isEqualTo(needed);
        assertThat(b.attempt(rewindTo(c))).as("a rewind reads the WAL that is lost").isInstanceOf(StepOutcome.Failed.class);
        b.step(cloneFrom(c)).streamsFrom(c);
    }

    @Test
    void a_killed_primary_is_rewound_after_its_own_recovery() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        b.onItsOwn();
        var own = a.write();
        a.kill();
        a.until(state -> state instanceof Stopped);
        b.step(toTimeline(2));
        assertThat(a.lineage(b)).as("nobody can tell what it wrote last").isEqualTo(Lineage.DIVERGED);
        b.checkpoint();
        a.step(rewindTo(b)).streamsFrom(b);
        a.untilStreaming(2);
        assertThat(a.has(own)).isFalse();
    }

    @Test
    void a_rewind_that_finds_nothing_to_do_makes_a_standby_without_slots() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        a.call(reply -> a.port().createSlots(List.of("old"), reply));
        a.stopped();
        b.step(toTimeline(2));
        var row = b.write();
        b.checkpoint();
        a.step(rewindTo(b));
        assertThat(a.control().standby()).isTrue();
        a.streamsFrom(b);
        a.untilHas(row);
        assertThat(a.running().facts().physicalSlots()).isEmpty();
    }

    @Test
    void a_standby_that_is_ahead_of_the_fork_has_diverged_and_is_rewound() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var c = node("c").copyOf(a);
        b.onItsOwn();
        var own = a.write();
        c.untilHas(own);
        a.kill();
        b.step(toTimeline(2));
        assertThat(c.lineage(b)).isEqualTo(Lineage.DIVERGED);
        c.follows(b);
        b.checkpoint();
        assertThat(c.running().timeline()).isEqualTo(new Timeline(1));
        assertThat(c.running().replication().streaming()).isFalse();
        c.stopped();
        assertThat(c.lineage(b)).isEqualTo(Lineage.DIVERGED);
        c.step(rewindTo(b)).streamsFrom(b);
        c.untilStreaming(2);
        assertThat(c.has(own)).isFalse();
    }

    // ---- following

    @Test
    void standbys_behind_the_fork_follow_the_new_timeline_running_or_not() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        var c = node("c").copyOf(a);
        var d = node("d").copyOf(a);
        d.stopped();
        b.untilHas(a.write());
        a.stopped();
        b.step(toTimeline(2));
        assertThat(c.lineage(b)).isEqualTo(Lineage.FOLLOWS);
        assertThat(d.lineage(b)).isEqualTo(Lineage.FOLLOWS);
        c.follows(b);
        c.untilStreaming(2);
        d.streamsFrom(b);
        d.untilStreaming(2);
        var row = b.write();
        c.untilHas(row);
        d.untilHas(row);
        assertThat(c.running().facts().configuredUpstream()).isEqualTo(b.endpoint());
    }

    private static boolean gone(PostgresState state) {
        return state instanceof Running r && r.replication().receiver() == Receiver.GONE;
    }

    @Test
    void whoever_follows_nobody_receives_nothing_any_more_and_knows_where_its_wal_ends() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        b.untilHas(a.write());
        assertThat(b.running().replication().receiver()).isEqualTo(Receiver.RUNNING);
        b.onItsOwn();
        b.until(LocalPostgresContract::gone);
        var end = b.end();
        a.write();
        assertThat(b.running().replication()).satisfies(r -> {
            assertThat(r.receiver()).isEqualTo(Receiver.GONE);
            assertThat(r.exhausted()).isTrue();
            assertThat(r.forks()).isEmpty();
        });
        assertThat(b.end()).isEqualTo(end);
        b.follows(a);
        b.untilHas(a.write());
        assertThat(b.running().replication().receiver()).isEqualTo(Receiver.RUNNING);
    }

    @Test
    void a_standby_that_was_started_to_follow_nobody_knows_that_nothing_comes() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        a.stopped();
        b.step(toTimeline(2));
        b.checkpoint();
        var row = b.write();
        var c = node("c").copyOf(b);
        c.untilHas(row);
        c.stopped();
        c.step(asStandbyOf(Step.Upstream.NOBODY));
        c.until(state -> gone(state) && state instanceof Running r && r.replication().exhausted());
        assertThat(c.running().replication().forks()).singleElement().satisfies(fork -> {
            assertThat(fork.ended()).isEqualTo(new Timeline(1));
            assertThat(fork.fork()).isEqualTo(c.fork(b, 1));
        });
        assertThat(c.running().timeline()).isEqualTo(new Timeline(2));
    }

    @Test
    void a_standby_that_cannot_reach_its_upstream_may_receive_again_any_moment() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        a.stopped();
        b.until(state -> state instanceof Running r && r.replication().receiver() == Receiver.ABSENT);
        assertThat(gone(b.look())).isFalse();
    }

    @Test
    void whoever_is_no_standby_follows_nobody() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        StepOutcome outcome = a.reply(answer -> a.port().follow(b.upstream(), answer));
        assertThat(outcome).isInstanceOf(StepOutcome.Failed.class);
        assertThat(a.running().primary()).isTrue();
    }

    // ---- slots

    @Test
    void slots_are_made_once_and_dropped_where_nobody_receives() {
        var a = node("a").primary();
        for (var again = 0; again < 2; again++) a.call(reply -> a.port().createSlots(List.of("b", "elsewhere"), reply));
        assertThat(a.running().facts().physicalSlots()).containsExactly("b", "elsewhere");
        node("b").copyOf(a);
        a.call(reply -> a.port().dropSlots(List.of("b", "elsewhere", "never"), reply));
        assertThat(a.running().facts().physicalSlots()).as("of these one is in use").containsExactly("b");
    }

    @Test
    void a_standby_makes_its_slot_at_a_primary_and_nowhere_else() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        assertThat(a.running().facts().physicalSlots()).containsExactly("b");
        var c = node("c").copyOf(b);
        assertThat(b.running().facts().physicalSlots()).isEmpty();
        c.follows(a);
        c.untilStreaming();
        a.until(state -> state instanceof Running r && r.facts().physicalSlots().equals(List.of("b", "c")));
    }

    @Test
    void a_standby_keeps_slots_and_moves_them_forward_only() {
        var a = node("a").primary();
        var b = node("b").copyOf(a);
        b.call(reply -> b.port().createSlots(List.of("c"), reply));
        var before = position(b, "c");
        b.untilHas(a.write());
        b.untilEndOf(a);
        var end = a.end();
        b.call(reply -> b.port().advanceSlots(Map.of("c", end, "none", end), reply));
        b.until(state -> state instanceof Running r && at(r, "c").equals(end));
        b.call(reply -> b.port().advanceSlots(Map.of("c", before), reply));
        b.untilHas(a.write());
        assertThat(position(b, "c")).isEqualTo(end);
    }

    @Test
    void a_logical_slot_is_made_on_a_primary_and_copied_to_a_standby_which_moves_it() {
        var a = node("a").bootstrap();
        a.step(a.asPrimary() instanceof Step.StartPrimary(var permit, _) ? new Step.StartPrimary(permit, LOGICAL) : a.asPrimary());
        // The one is there before the copy, whose WAL then begins after what the slot needs; the other is not.
        var early = new PermanentSlot.Logical("before", "postgres", "test_decoding");
        a.call(reply -> a.port().createLogicalSlots(List.of(early), reply));
        a.until(state -> state instanceof Running r && r.facts().slots().stream().anyMatch(s -> s.name().equals("before")));
        var b = node("b").step(cloneFrom(a)).step(new Step.StartStandby(a.upstream(), LOGICAL));
        b.untilStreaming();
        assertThat(b.running().facts().slots()).isEmpty();
        var slot = new PermanentSlot.Logical("cdc", "postgres", "test_decoding");
        for (var again = 0; again < 2; again++) a.call(reply -> a.port().createLogicalSlots(List.of(slot), reply));
        a.until(state -> state instanceof Running r && r.facts().slots().stream().anyMatch(s -> s.name().equals("cdc") && s.kind().equals(new Slot.Kind.Logical("postgres", "test_decoding"))));
        b.untilEndOf(a);
        assertThat(b.attempt(new Step.FetchSlots(a.member(), List.of("other")))).isInstanceOf(StepOutcome.Failed.class);
        b.step(new Step.FetchSlots(a.member(), List.of("before", "cdc"))).stopped().step(new Step.StartStandby(a.upstream(), LOGICAL));
        b.untilStreaming();
        assertThat(b.running().facts().slots()).as("one that cannot be copied keeps no other").filteredOn(copied -> copied.name().equals("cdc")).singleElement().satisfies(copied -> assertThat(copied.logical()).isTrue());
        b.untilHas(a.write());
        b.untilEndOf(a);
        var end = a.end();
        b.call(reply -> b.port().advanceSlots(Map.of("cdc", end), reply));
        b.until(state -> state instanceof Running r && !end.isAfter(at(r, "cdc")));
        a.call(reply -> a.port().dropSlots(List.of("cdc", "before"), reply));
        assertThat(a.running().facts().slots()).noneMatch(Slot::logical);
    }

    private static final ClusterConfig LOGICAL = new ClusterConfig(new Document(Map.of("postgresql", Map.of("parameters", Map.of("wal_level", "logical")))));

    private static WalPosition position(ContractNode node, String slot) {
        return at(node.running(), slot);
    }

    private static WalPosition at(Running server, String slot) {
        return server.facts().slots().stream().filter(s -> s.name().equals(slot)).findFirst().orElseThrow().position();
    }
}
