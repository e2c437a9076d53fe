package io.matriarch.core.ha;

import static io.matriarch.core.ha.GivenWorld.cluster;
import static io.matriarch.core.ha.GivenWorld.lsn;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds of every decision, shown over worlds drawn with a fixed seed.
class DecisionPropertiesTest {
    private static final int WORLDS = 20_000;

    static Stream<World> worlds() {
        var random = new Random(20261121);
        return Stream.generate(() -> draw(random)).limit(WORLDS);
    }

    private static World draw(Random random) {
        var given = cluster("a", "b", "c").at(random.nextBoolean() ? "a" : "b");
        for (var facts : FACTS) facts.get(random.nextInt(facts.size())).accept(given);
        return given.world();
    }

    /// From each list one difference is drawn.
    private static final List<List<Consumer<GivenWorld>>> FACTS = List.of(
            List.of(GivenWorld::asItIs, GivenWorld::lockAbsent, w -> w.lockHeldBy("a"), w -> w.lockHeldBy("b"), GivenWorld::lockOnAnotherLease),
            List.of(GivenWorld::asItIs, w -> w.primary(lsn(1000)), w -> w.standby(lsn(900)), w -> w.stoppedPrimary(lsn(1000)), w -> w.stoppedStandby(lsn(1000)),
                    GivenWorld::crashedPrimary, w -> w.postgres(PostgresState.NO_DATA), w -> w.postgres(new PostgresState.HalfDone("rewind")),
                    w -> w.postgres(new PostgresState.HalfDone("bootstrap")), w -> w.postgres(new PostgresState.Unusable("?")),
                    w -> w.postgres(new PostgresState.Starting(false, new Moment(0), ControlData.UNKNOWN)), w -> w.postgres(new PostgresState.Silent(true, new Moment(0), "?"))),
            List.of(GivenWorld::asItIs, GivenWorld::permitted, GivenWorld::permitEnded),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, w -> w.job(JobKind.PROMOTE), w -> w.job(JobKind.CLONE), w -> w.rebuildFailed(JobKind.REWIND, "a", 1, Duration.ofSeconds(9)),
                    w -> w.rebuildFailed(JobKind.CLONE, "a", 4, Duration.ofSeconds(9)), w -> w.rebuildFailed(JobKind.CLONE, "a", 1, Duration.ofSeconds(9)).leaderOnTimeline(2).streams("c", 2, Map.of()),
                    w -> w.jobEnded(JobKind.START_PRIMARY, false, Duration.ZERO), w -> w.jobEnded(JobKind.BOOTSTRAP, true, Duration.ZERO)),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::dcsDark),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, w -> w.config("pause", true), w -> w.config("primary_start_timeout", 0)),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, w -> w.local(new LocalRequest.Shutdown()), w -> w.local(new LocalRequest.Restart()), w -> w.local(new LocalRequest.Reinitialize(true))),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, w -> w.request(new OperatorRequest.Failover(new MemberName("b"), 3)),
                    w -> w.request(new OperatorRequest.Switchover(new MemberName("a"), Candidate.BEST, "", 3))),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, w -> w.heartbeatSeen(Duration.ofSeconds(1)), GivenWorld::released, GivenWorld::notInitialized,
                    w -> w.nobodyEverLed().initialize(GivenWorld.FOUNDING)),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, DecisionPropertiesTest::lacksASlot),
            List.of(GivenWorld::asItIs, w -> w.leaderForkedAt(lsn(900)), w -> w.leaderForkedAt(lsn(9000))),
            List.of(GivenWorld::asItIs, w -> w.peerSilent("c"), w -> w.peerAt("c", lsn(2000))),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, w -> w.crashes(Duration.ofSeconds(100), Duration.ofSeconds(50), Duration.ZERO),
                    w -> w.config("matriarch", Map.of("failover_budget", 1)).leaderChanges(Duration.ofMinutes(1)), w -> w.peerWithUnfitDisk("c", lsn(1000)),
                    w -> w.disk(DiskTrouble.FULL, Duration.ofMinutes(2)), w -> w.disk(DiskTrouble.HUNG, Duration.ofMinutes(2))),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, w -> election(w).promised(3, "a"), w -> election(w).promised(3, "a").quiet(), w -> election(w).promised(9, "c"),
                    w -> election(w).term("b", 3).promised(3, "b")),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, DecisionPropertiesTest::lost),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, w -> w.clusterOnTimeline(2), w -> w.optime(lsn(64L << 20)), w -> w.watchdog("no device"), w -> w.failsafe("c")),
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::asItIs, GivenWorld::standbyCluster, w -> w.config("standby_cluster", Map.of("restore_command", "***"))), // as a journal keeps it
            List.of(GivenWorld::asItIs, GivenWorld::asItIs, w -> w.config("synchronous_mode", "quorum").acknowledged(1, lsn(1500), true), w -> w.jobEnded(JobKind.PROMOTE, false, Duration.ofSeconds(1)),
                    w -> w.postgres(GivenWorld.running(false, 1, lsn(1000))).standbySilentFor(Duration.ofMinutes(2))),
            List.of(GivenWorld::asItIs, w -> w.methods(Map.of("create_replica_methods", List.of("wal_g"), "wal_g", Map.of("no_leader", true)))));

    /// ... and it is `b`'s turn to copy it.
    private static GivenWorld lacksASlot(GivenWorld world) {
        return world.config("slots", Map.of("cdc", Map.of("type", "logical", "database", "shop", "plugin", "pgoutput"))).publishedSlots(Map.of("cdc", lsn(500))).memberSays("b", Member.OURS, Map.of(SlotCopy.FIELD, "copying"));
    }

    private static GivenWorld election(GivenWorld world) {
        return world.config("synchronous_mode", "quorum").sync("c", 1, "a", "b").term("a", 3);
    }

    /// Its voters have lost `a`.
    private static GivenWorld lost(GivenWorld world) {
        return world.config("synchronous_mode", "quorum").config("matriarch", Map.of("fast_failover", true)).lockHeldBy("a").sync("a", 0, "b", "c").term("a", 3).standby(lsn(1000)).notStreaming()
                .peerSilent("a").leaderSaid(new UpstreamView.Silent("connection refused"));
    }

    private static void never(Predicate<World> when, Predicate<Action> action) {
        var reached = worlds().filter(when).peek(w -> {
            var decision = Decider.decide(w);
            assertThat(decision.plan()).as("%s in %s", decision.rule(), w).noneMatch(action);
        }).count();
        assertThat(reached).as("worlds in which this was asked").isPositive();
    }

    private static boolean makesPrimary(Action action) {
        return action instanceof Action.RunJob(_, var steps) && steps.stream().anyMatch(s -> s instanceof Step.Promote || s instanceof Step.StartPrimary);
    }

    private static boolean touchesServer(Action action) {
        return action instanceof Action.RunJob || action instanceof Action.Kill || action instanceof Action.Follow;
    }

    @Test
    void every_world_is_decided_and_says_why() {
        assertThat(worlds().map(Decider::decide)).allSatisfy(d -> assertThat(d.because()).isNotBlank());
    }

    @Test
    void nobody_becomes_primary_without_the_lock() {
        never(w -> !w.holdsLock(), DecisionPropertiesTest::makesPrimary);
    }

    @Test
    void nobody_becomes_primary_in_a_standby_cluster() {
        never(StandbyLeader::inForce, DecisionPropertiesTest::makesPrimary);
    }

    @Test
    void nobody_is_given_a_timeline_to_make_in_a_standby_cluster() {
        never(StandbyLeader::inForce, action -> claims(action).filter(claim -> claim.number().known() && !claim.by().equals(TimelineClaim.NONE.by())).findAny().isPresent());
    }

    private static Stream<TimelineClaim> claims(Action action) {
        return switch (action) {
            case Action.TakeLock(DcsWrite.Acquire acquire, _) -> Stream.of(acquire.claim());
            case Action.TakeLock(DcsWrite.Seize seize, _) -> Stream.of(seize.claim());
            case Action.GiveLock(DcsWrite.HandOver over) -> Stream.of(new TimelineClaim(over.successor(), over.claim()));
            case Action.Write(DcsWrite.ClaimTimeline(var mine, var number, _)) -> Stream.of(new TimelineClaim(mine.holder(), number));
            case Action _ -> Stream.of();
        };
    }

    @Test
    void the_lock_is_never_given_away_while_the_server_may_write() {
        never(World::writable, a -> a instanceof Action.GiveLock);
    }

    @Test
    void a_paused_cluster_is_not_touched_unless_the_operator_says_so() {
        never(w -> w.memory().config().paused() && w.request() instanceof OperatorRequest.None && w.local().request() instanceof LocalRequest.None
                && !w.job().busy(), DecisionPropertiesTest::touchesServer);
    }

    @Test
    void a_half_done_directory_is_never_started() {
        never(w -> w.postgres() instanceof PostgresState.HalfDone && !w.job().busy(),
                a -> a instanceof Action.RunJob(_, var steps) && (steps.getFirst() instanceof Step.StartPrimary || steps.getFirst() instanceof Step.StartStandby));
    }

    @Test
    void nothing_is_copied_over_the_leaders_own_data_but_what_the_remote_has() {
        never(w -> w.holdsLock() && !StandbyLeader.inForce(w), a -> a instanceof Action.RunJob(var kind, _) && (kind == JobKind.CLONE || kind == JobKind.REWIND || kind == JobKind.BOOTSTRAP));
    }

    @Test
    void a_backup_is_restored_only_where_there_is_no_data_and_nobody_leads() {
        never(w -> w.lock() instanceof io.matriarch.core.view.LeaderLock.Held || !(w.postgres() instanceof PostgresState.NoData || w.postgres() instanceof PostgresState.HalfDone), DecisionPropertiesTest::restores);
    }

    @Test
    void whom_the_sync_key_names_is_not_restored_from_a_backup() {
        never(w -> !StandbyLeader.inForce(w) && w.cluster().sync() instanceof SyncState.On key && (key.leader().equals(w.me().value()) || key.standbys().contains(w.me().value())), DecisionPropertiesTest::restores);
    }

    private static boolean restores(Action action) {
        return action instanceof Action.RunJob(_, var steps) && steps.stream().anyMatch(step -> step instanceof Step.Restore);
    }

    @Test
    void the_free_lock_is_not_taken_from_a_holder_who_may_live() {
        never(w -> w.lock() instanceof io.matriarch.core.view.LeaderLock.Absent && LeaderRace.lastLeaderMayLive(w) && !w.permitted()
                        && !w.memory().config().paused(),
                a -> a instanceof Action.TakeLock(var write, _) && write instanceof DcsWrite.Acquire);
    }

    @Test
    void the_lock_of_another_is_not_taken_over_unless_the_voters_have_lost_him() {
        never(w -> !FastFailover.lost(w), a -> a instanceof Action.TakeLock(var write, _) && write instanceof DcsWrite.Seize);
    }

    /// Nobody would end it, or another would lead beside it.
    @Test
    void a_server_that_may_be_promoted_yet_keeps_its_guard_and_the_lock() {
        never(PendingPromotion::mayCome, a -> a instanceof Action.Disarm || a instanceof Action.GiveLock);
        never(w -> PendingPromotion.mayCome(w) && !w.config().paused(), a -> a instanceof Action.TakeLock(_, var arming) && arming != Action.Arming.GUARDED
                || a instanceof Action.RenewLock(_, _, var renewed) && renewed != Action.Arming.GUARDED);
    }

    @Test
    void a_standby_leader_is_made_anew_of_the_remote_alone() {
        never(StandbyLeader::leads, a -> a instanceof Action.RunJob(_, var steps) && steps.stream().anyMatch(s -> s instanceof Step.CloneFrom(var source, _, _) && !source.name().equals(StandbyCluster.REMOTE)
                || s instanceof Step.RewindTo(var leader, _) && !leader.name().equals(StandbyCluster.REMOTE) || s instanceof Step.InitDatabase));
    }

    @Test
    void a_plan_has_at_most_one_consequence() {
        assertThat(worlds().map(w -> Decider.decide(w).plan())).allSatisfy(plan -> assertThat(plan.stream().filter(DecisionPropertiesTest::consequential).count()).isLessThanOrEqualTo(1));
    }

    private static boolean consequential(Action action) {
        return action instanceof Action.TakeLock(var write, _) && !(write instanceof DcsWrite.Reclaim) || action instanceof Action.GiveLock
                || action instanceof Action.RunJob;
    }

    @Test
    void rules_have_unique_ids_and_most_fire_here() {
        var ids = Decider.books().stream().flatMap(b -> b.rules().stream()).map(Rule::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        var fired = new HashSet<String>();
        worlds().forEach(w -> fired.add(Decider.decide(w).rule()));
        assertThat(ids).containsAll(fired);
        assertThat(fired.size()).isGreaterThan(ids.size() * 2 / 3);
    }
}
