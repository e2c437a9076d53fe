package io.matriarch.core.sim;

import io.matriarch.core.sim.Fault.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A [Schedule] by chance: each seed draws its own cluster, its own kinds of faults (some seeds are in a [Mood]) and how often each of them comes.
/// Longer than most: a line for each kind says how hard it may strike.
final class Drawing {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");
    /// Large clusters are rare: they cost more, and what they find is mostly found with three.
    private static final List<Integer> SIZES = List.of(1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7);
    private static final double MOODY = 0.5;
    /// Drawn by itself: a cluster without it is as it was before there was such a mode.
    private static final double FAILSAFE = 0.25;
    /// By itself, too.
    private static final double CASCADE = 0.2;
    /// By itself, too, and of seeds by which planted faults are known (seeds.txt) in none. Where commits are synchronous the voters decide.
    private static final double PRIORITIES = 0.2;
    private final Dice dice;
    private final List<Shape.Node> nodes;

    private Drawing(Dice dice, List<Shape.Node> nodes) {
        this.dice = dice;
        this.nodes = nodes;
    }

    /// `harm`: how long faults strike. `without` these kinds.
    static Schedule draw(long seed, Duration harm, Set<FaultKind> without) {
        return draw(seed, harm, without, false);
    }

    /// `synchronous`: the same, and how commits are synchronous is drawn besides.
    static Schedule draw(long seed, Duration harm, Set<FaultKind> without, boolean synchronous) {
        var dice = new Dice(~seed);
        var shape = synchronous ? synchronous(shape(dice.split()), new Dice(seed)) : shape(dice.split());
        var strikes = new Drawing(dice.split(), shape.nodes()).strikes(harm, without);
        if (remembers(without) && new Dice(seed * 131).chance(FAILSAFE)) shape = shape.with("failsafe_mode", 1);
        if (shape.nodes().size() > 2 && new Dice(seed * 521).chance(CASCADE)) shape = cascading(shape, new Dice(seed * 523));
        if (!synchronous && shape.nodes().size() > 2 && new Dice(seed * 1069).chance(PRIORITIES)) shape = preferring(shape, new Dice(seed * 1087));
        return new Schedule(seed, shape, harm, synchronous && !without.contains(FaultKind.PAUSE_MACHINE) ? new Drawing(new Dice(seed * 31), shape.nodes()).pauses(strikes, harm, shape.config().get("ttl")) : strikes);
    }

    /// An etcd that forgets does not go with failsafe mode yet: who has to be asked is what it forgot (docs/safety.md).
    private static boolean remembers(Set<FaultKind> without) {
        return without.containsAll(Set.of(FaultKind.WIPE_ETCD, FaultKind.RESTORE_ETCD));
    }

    private static Shape shape(Dice dice) {
        var size = dice.of(SIZES);
        var nodes = new ArrayList<Shape.Node>();
        var tagged = dice.chance(0.25);
        for (var name : NAMES.subList(0, size)) nodes.add(new Shape.Node(name, tagged && !nodes.isEmpty() ? tags(dice) : Map.of()));
        return new Shape(nodes, config(dice));
    }

    private static Shape synchronous(Shape shape, Dice dice) {
        return shape.with("synchronous_mode", dice.of(List.of(Shape.ON, Shape.QUORUM))).with("synchronous_mode_strict", dice.chance(0.3) ? 1 : 0)
                .with("synchronous_node_count", dice.of(List.of(1L, 1L, 2L))).with("fast_failover", dice.chance(0.5) ? 1 : 0);
    }

    /// One or two nodes hang behind others, in whatever order: circles, and chains that the leader is in, are drawn too.
    private static Shape cascading(Shape shape, Dice dice) {
        var nodes = new ArrayList<>(shape.nodes());
        for (var left = 1 + dice.below(2); left > 0; left--) {
            var at = dice.below(nodes.size());
            var node = nodes.get(at);
            nodes.set(at, new Shape.Node(node.name(), node.tags(), dice.of(nodes).name()));
        }
        return new Shape(nodes, shape.config());
    }

    /// Who has no tags gets one of three priorities.
    private static Shape preferring(Shape shape, Dice dice) {
        return new Shape(shape.nodes().stream().map(node -> node.tags().isEmpty() ? new Shape.Node(node.name(), Map.of("failover_priority", 1L + dice.below(3)), node.upstream()) : node).toList(), shape.config());
    }

    private static Map<String, Long> tags(Dice dice) {
        if (dice.chance(0.5)) return Map.of();
        return dice.chance(0.5) ? Map.of("nofailover", 1L) : Map.of("failover_priority", (long) dice.below(4));
    }

    private static Map<String, Long> config(Dice dice) {
        var config = new TreeMap<String, Long>();
        var ttl = dice.of(List.of(5L, 6L, 10L, 10L, 20L, 30L));
        config.put("ttl", ttl);
        config.put("loop_wait", ttl < 20 ? dice.of(List.of(1L, 2L, 2L)) : dice.of(List.of(2L, 10L)));
        config.put("retry_timeout", ttl < 20 ? Long.valueOf(1) : dice.of(List.of(1L, 5L)));
        if (dice.chance(0.3)) config.put("primary_start_timeout", dice.of(List.of(0L, 5L)));
        if (dice.chance(0.3)) config.put("maximum_lag_on_failover", dice.of(List.of(0L, 65_536L, 16L << 20)));
        return config;
    }

    private List<Strike> strikes(Duration harm, Set<FaultKind> without) {
        var moody = dice.chance(MOODY);
        var bag = bag(moody ? dice.of(List.of(Mood.values())).weights : several(), without);
        var apart = dice.of(moody ? List.of(400L, 1000L, 2500L) : List.of(700L, 1500L, 4000L, 10_000L));
        var together = dice.of(List.of(0.0, 0.0, 0.3, 0.6));
        var strikes = new ArrayList<Strike>();
        for (var at = time(0, 2 * apart); at.compareTo(harm) < 0; at = at.plus(dice.chance(together) ? time(0, 300) : time(0, 2 * apart)))
            strikes.add(new Strike(at, fault(dice.of(bag))));
        return strikes;
    }

    /// Two of three seeds pause machines unseen, mostly the leader's and for a little longer than its lease; and cut it off from etcd, so that it goes on
    /// with a permit that looks valid; and cut another off from etcd alone, so late that it still has a vote in the election that follows, and does not hear of it.
    /// Who counts a vote without a promise counts wrong.
    private List<Strike> pauses(List<Strike> strikes, Duration harm, long ttl) {
        if (dice.chance(0.33)) return strikes;
        var apart = dice.of(List.of(15_000L, 30_000L, 60_000L));
        var all = new ArrayList<>(strikes);
        for (var at = time(0, 2 * apart); at.compareTo(harm) < 0; at = at.plus(time(0, 2 * apart))) {
            all.add(new Strike(at, fault(FaultKind.PAUSE_MACHINE)));
            if (dice.chance(0.3)) continue;
            all.add(new Strike(at, new Fault.PauseMachine(new Whom.Leader(), time(ttl * 1000, ttl * 1000 + 6000))));
            if (dice.chance(0.6)) all.add(new Strike(at, new Fault.CutOff(new Whom.Leader(), Side.ETCD, time(ttl * 1000 + 3000, ttl * 1000 + 20_000))));
            all.add(new Strike(at.plus(time(ttl * 300, ttl * 1000)), new Fault.CutOff(anybody(), Side.ETCD, time(2000, 15_000))));
        }
        all.sort(Comparator.comparing(Strike::at));
        return all;
    }

    /// Any kinds, each with its weight: from one or two to most.
    private Map<FaultKind, Integer> several() {
        var share = dice.between(0.03, 0.6);
        var weights = new LinkedHashMap<FaultKind, Integer>();
        for (var kind : FaultKind.drawn()) if (dice.chance(share)) weights.put(kind, dice.of(List.of(1, 1, 2, 5)));
        return weights;
    }

    /// Every kind that is in, as often as it weighs.
    private List<FaultKind> bag(Map<FaultKind, Integer> weights, Set<FaultKind> without) {
        var bag = new ArrayList<FaultKind>();
        weights.forEach((kind, weight) -> {
            if (!without.contains(kind)) bag.addAll(Collections.nCopies(weight, kind));
        });
        if (bag.isEmpty()) bag.add(dice.of(FaultKind.drawn().stream().filter(kind -> !without.contains(kind)).toList()));
        return bag;
    }

    private Fault fault(FaultKind kind) {
        return switch (kind) {
            case KILL_AGENT -> new Fault.KillAgent(whom(), time(0, 20_000));
            case KILL_NODE -> new Fault.KillNode(whom(), time(0, 30_000));
            case KILL_GUARDIAN -> new Fault.KillGuardian(whom());
            case CRASH_POSTMASTER -> new Fault.CrashPostmaster(whom());
            case HANG_SERVER -> new Fault.HangServer(whom());
            case FREEZE_AGENT -> new Fault.FreezeAgent(whom(), time(100, 25_000));
            case FREEZE_NODE -> new Fault.FreezeNode(whom(), time(100, 25_000));
            case PAUSE_MACHINE -> new Fault.PauseMachine(dice.chance(0.5) ? new Whom.Leader() : whom(), time(1000, 60_000));
            case FREEZE_GUARDIAN -> new Fault.FreezeGuardian(whom(), time(100, 25_000));
            case LOSE_NODE -> new Fault.LoseNode(whom());
            case LOSE_DATA -> new Fault.LoseData(whom());
            case BACK_UP -> new Fault.BackUp(whom());
            case HANG_LOOP -> new Fault.HangLoop(whom());
            case THROW -> new Fault.Throw(whom());
            case JUMP_CLOCK -> new Fault.JumpClock(whom(), time(0, 7_200_000).minusHours(1));
            case START -> new Fault.Start(whom());
            case CUT_OFF -> new Fault.CutOff(whom(), side(), time(500, 30_000));
            case LOSE_SENT -> new Fault.LoseSent(whom(), side(), time(500, 30_000));
            case LOSE_HEARD -> new Fault.LoseHeard(whom(), side(), time(500, 30_000));
            case PART -> new Fault.Part(whom(), whom(), time(500, 30_000));
            case RING -> new Fault.Ring(time(500, 30_000));
            case FLAP -> new Fault.Flap(whom(), side(), time(50, 5000), time(50, 5000), time(1000, 30_000));
            case LAG -> new Fault.Lag(whom(), time(50, 8000), time(1000, 30_000));
            case ETCD_DOWN -> new Fault.EtcdDown(time(100, 25_000), time(0, 1000));
            case ETCD_ELECTION -> new Fault.EtcdElection(time(100, 2000));
            case ETCD_SLOW -> new Fault.EtcdSlow(share(5, 90), clients(), time(100, 6000), time(1000, 20_000));
            // Carried out when its sender, and whoever led since, are long forgotten.
            case ETCD_LATE_WRITES -> new Fault.EtcdLateWrites(share(10, 80), clients(), time(500, 30_000), time(2000, 40_000));
            case ETCD_LOSSY -> new Fault.EtcdLossy(share(2, 50), clients(), time(1000, 20_000));
            case WATCH_DEAF -> new Fault.WatchDeaf(share(30, 101), whom(), time(5000, 40_000));
            case WATCH_LATE -> new Fault.WatchLate(whom(), time(100, 8000), time(5000, 40_000));
            case DELETE_LEADER_KEY -> new Fault.DeleteLeaderKey();
            case REVOKE_LEADERS_LEASE -> new Fault.RevokeLeadersLease();
            case WIPE_ETCD -> new Fault.WipeEtcd();
            case RESTORE_ETCD -> new Fault.RestoreEtcd();
            case STALE_READS -> new Fault.StaleReads(whom(), time(100, 30_000));
            case DEPOSE_ETCD -> new Fault.DeposeEtcd(whom(), time(100, 30_000));
            case SLOW_STOP -> new Fault.SlowStop(whom(), time(100, 20_000));
            case SLOW_PROMOTION -> new Fault.SlowPromotion(whom(), time(100, 8000));
            case SLOW_RECOVERY -> new Fault.SlowRecovery(whom(), time(200, 20_000));
            case SLOW_REPLAY -> new Fault.SlowReplay(whom(), time(100, 4000));
            case FAIL_PROMOTION -> new Fault.FailPromotion(whom(), time(1000, 30_000));
            case REFUSE_PROMOTION -> new Fault.RefusePromotion(whom(), time(1000, 30_000));
            case SLOW_COPY -> new Fault.SlowCopy(whom(), time(500, 12_000));
            case REFUSE_START -> new Fault.RefuseStart(whom(), time(500, 10_000));
            case SWITCHOVER -> new Fault.Switchover();
            case SWITCHOVER_TO -> new Fault.SwitchoverTo(anybody());
            case FAILOVER -> new Fault.Failover(anybody());
            case FILL_DISK -> new Fault.FillDisk(whom(), time(10_000, 100_000));
            case HANG_DISK -> new Fault.HangDisk(whom(), time(10_000, 100_000));
            case FAILOVER_WHILE_PAUSED -> new Fault.FailoverWhilePaused(anybody());
            case RESTART -> new Fault.Restart(whom());
            case REINITIALIZE -> new Fault.Reinitialize(whom());
            case REINITIALIZE_BY_FORCE -> new Fault.ReinitializeByForce(whom());
            case LEAVE -> new Fault.Leave(whom(), time(1000, 15_000));
            case PAUSE -> new Fault.Pause(time(5000, 25_000));
            case RESUME -> new Fault.Resume();
            case CONFIGURE -> dice.chance(0.7) ? new Fault.Configure("ttl", dice.of(List.of(5L, 6L, 10L, 20L, 30L)))
                    : new Fault.Configure("primary_start_timeout", dice.of(List.of(0L, 5L, 300L)));
            case HEAL -> new Fault.Heal();
            case DEMOTE_CLUSTER -> new Fault.DemoteCluster();
            case PROMOTE_CLUSTER -> new Fault.PromoteCluster();
            case FAIL_OVER_REMOTE -> new Fault.FailOverRemote(0);
        };
    }

    /// Half of all harm is done to the leader.
    private Whom whom() {
        return dice.chance(0.5) ? new Whom.Leader() : dice.chance(0.05) ? dice.of(List.of(new Whom.Standbys(), new Whom.Everybody())) : anybody();
    }

    /// What etcd is ill with all its clients feel, more often than not only one.
    private Whom clients() {
        return dice.chance(0.4) ? new Whom.Everybody() : whom();
    }

    private Whom anybody() {
        return new Whom.Node(dice.of(nodes).name());
    }

    private Side side() {
        return dice.of(List.of(Side.values()));
    }

    private Share share(int from, int below) {
        return new Share(from + dice.below(below - from));
    }

    private Duration time(long fromMillis, long toMillis) {
        return Duration.ofMillis(dice.millis(fromMillis, toMillis).toMillis());
    }
}
