package io.matriarch.core.sim;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Does to a cluster what a [Schedule] says, and ends it again. There is no chance in here.
/// Longer than most: a line or two for each kind of fault.
final class Nemesis {
    private static final Duration DEAD_LOOPS_KEEP_NOTHING = Duration.ofSeconds(60);
    private static final Duration LOOKED_AFTER = Duration.ofSeconds(8);
    private final ClusterSim sim;
    private final List<String> names;
    private final Cuts cuts;
    private boolean over;
    /// How many pauses there were: what looks after one of them is not to end the next.
    private int pauses;
    long done;

    Nemesis(ClusterSim sim) {
        this.sim = sim;
        this.names = sim.servers.keySet().stream().map(MemberName::value).toList();
        this.cuts = new Cuts(sim, this::later);
    }

    /// From now on.
    void begin(Schedule schedule) {
        for (var strike : schedule.strikes()) {
            sim.queue.after(strike.at(), () -> {
                if (!over) strike(strike.fault());
            });
        }
    }

    /// Ends all harm: what was cut is joined, who is dead is started, nobody is paused.
    void heal() {
        over = true;
        sim.tell("-- healed");
        mend();
        attend();
        sim.queue.after(DEAD_LOOPS_KEEP_NOTHING, this::endHungLoops);
        if (paused() || pausedInEtcd()) sim.queue.after(LOOKED_AFTER, this::resume);
    }

    /// By now a lock that nobody's loop renews has expired, whatever etcd went through; then a supervisor ends what hangs.
    private void endHungLoops() {
        for (var name : names) {
            if (!sim.process(name).hangs()) continue;
            sim.invariants.deadLoop(new MemberName(name), sim.etcd.lock());
            sim.killAgent(name);
            revive(name);
        }
    }

    private void mend() {
        healNetwork();
        sim.etcd.elect(Duration.ZERO);
        for (var name : names) {
            sim.etcd.wellAgain(new MemberName(name));
            thawNode(name);
            revive(name);
            sim.server(name).diskWell();
            sim.server(name).unhang();
            sim.server(name).habits.usual();
        }
    }

    /// Who was asked to leave may take its time, and is started again all the same.
    private void attend() {
        sim.queue.after(Duration.ofSeconds(10), () -> {
            names.forEach(this::revive);
            attend();
        });
    }

    private boolean paused() {
        return sim.invariants.handsOff;
    }

    private List<String> who(Whom whom) {
        return switch (whom) {
            case Whom.Leader _ -> List.of(leader());
            case Whom.Standby _ -> standbys().stream().limit(1).toList();
            case Whom.Standbys _ -> standbys();
            case Whom.Everybody _ -> names;
            case Whom.Node(var name) -> names.contains(name) ? List.of(name) : List.of();
        };
    }

    private List<String> standbys() {
        var leader = leader();
        return names.stream().filter(name -> !name.equals(leader)).toList();
    }

    private String leader() {
        return sim.primary().orElse(sim.etcd.lock() instanceof LeaderLock.Held held ? held.holder().value() : names.getFirst());
    }

    private void each(Whom whom, Consumer<String> harm) {
        for (var name : who(whom)) {
            sim.invariants.disturb(new MemberName(name));
            harm.accept(name);
        }
    }

    private void strike(Fault fault) {
        done++;
        sim.tell(() -> "-- " + FaultText.say(fault) + aimed(fault));
        switch (fault) {
            case Fault.KillAgent(var whom, var lasting) -> each(whom, name -> {
                thawGuardian(name);
                sim.killAgent(name);
                later(lasting, () -> revive(name));
            });
            case Fault.KillNode(var whom, var lasting) -> each(whom, name -> {
                sim.killNode(name);
                later(lasting, () -> revive(name));
            });
            case Fault.KillGuardian(var whom) -> each(whom, sim::crash);
            case Fault.CrashPostmaster(var whom) -> each(whom, sim::crash);
            case Fault.HangServer(var whom) -> each(whom, name -> sim.server(name).hang());
            case Fault.FreezeAgent(var whom, var lasting) -> each(whom, name -> {
                thawGuardian(name);
                sim.process(name).freeze();
                later(lasting, () -> thawAgent(name));
            });
            case Fault.FreezeNode(var whom, var lasting) -> each(whom, name -> {
                sim.process(name).freeze();
                sim.server(name).box.freeze();
                later(lasting, () -> thawNode(name));
            });
            case Fault.PauseMachine(var whom, var lasting) -> each(whom, name -> {
                sim.invariants.onlySynchronous();
                sim.process(name).pauseUnseen();
                sim.server(name).box.pauseUnseen();
                later(lasting, () -> {
                    thawNode(name);
                    sim.server(name).receiver.resumeFollowers();
                });
            });
            case Fault.FreezeGuardian(var whom, var lasting) -> each(whom, name -> {
                if (sim.process(name).acts()) sim.server(name).guardian.freeze();
                later(lasting, () -> thawGuardian(name));
            });
            case Fault.LoseNode(var whom) -> who(whom).stream().limit(1).filter(name -> !paused() && sim.othersSuffice() && sim.othersHaveAll(name)).forEach(sim::lose);
            case Fault.LoseData(var whom) -> each(whom, sim::loseData);
            case Fault.BackUp(var whom) -> who(whom).forEach(name -> sim.backup.take(sim.server(name)));
            case Fault.HangLoop(var whom) -> who(whom).stream().limit(1).filter(_ -> !paused() && sim.othersSuffice()).forEach(name -> sim.process(name).hangLoop());
            case Fault.Throw(var whom) -> each(whom, name -> sim.process(name).throwNext());
            case Fault.JumpClock(var whom, var by) -> each(whom, name -> sim.server(name).box.wallClock.jump(by));
            case Fault.Start(var whom) -> each(whom, this::revive);
            case Fault.CutOff _, Fault.LoseSent _, Fault.LoseHeard _, Fault.Part _, Fault.Ring _, Fault.Flap _ -> cuts.strike(fault, this::who);
            case Fault.Lag(var whom, var by, var lasting) -> each(whom, name -> {
                sim.network.lag(new MemberName(name), by);
                later(lasting, () -> sim.network.lag(new MemberName(name), Duration.ofMillis(1)));
            });
            case Fault.EtcdDown(var lasting, var election) -> {
                sim.network.etcdDown = true;
                later(lasting, () -> etcdUp(election));
            }
            case Fault.EtcdElection(var lasting) -> sim.etcd.elect(lasting);
            case Fault.EtcdSlow(var share, var whom, var upTo, var lasting) ->
                    each(whom, name -> trouble(name, new SimNetwork.Trouble(0, share.probability(), upTo), lasting));
            case Fault.EtcdLateWrites(var share, var whom, var upTo, var lasting) -> each(whom, name -> lateWrites(name, new SimNetwork.Trouble(0, share.probability(), upTo), lasting));
            case Fault.EtcdLossy(var share, var whom, var lasting) ->
                    each(whom, name -> trouble(name, new SimNetwork.Trouble(share.probability(), 0.1, Duration.ofSeconds(3)), lasting));
            case Fault.WatchDeaf(var share, var whom, var lasting) ->
                    each(whom, name -> watching(name, new SimNetwork.Watching(share.probability(), 0.2, Duration.ofSeconds(1)), lasting));
            case Fault.WatchLate(var whom, var upTo, var lasting) -> each(whom, name -> watching(name, new SimNetwork.Watching(0, 0.3, upTo), lasting));
            case Fault.DeleteLeaderKey _ -> sim.etcd.deleteLeaderKey();
            case Fault.RevokeLeadersLease _ -> sim.etcd.revokeLeadersLease();
            case Fault.WipeEtcd _ -> sim.etcd.wipe();
            case Fault.RestoreEtcd _ -> restore();
            case Fault.StaleReads(var whom, var lasting) -> each(whom, name -> {
                sim.etcd.fallBehind(new MemberName(name));
                later(lasting, () -> etcdWell(name));
            });
            case Fault.DeposeEtcd(var whom, var lasting) -> each(whom, name -> {
                sim.etcd.depose(new MemberName(name));
                later(lasting, () -> etcdWell(name));
            });
            case Fault.SlowStop(var whom, var takes) -> each(whom, name -> sim.server(name).habits.stop = takes);
            case Fault.SlowPromotion(var whom, var takes) -> each(whom, name -> sim.server(name).habits.promotion = takes);
            case Fault.SlowRecovery(var whom, var takes) -> each(whom, name -> sim.server(name).habits.recovery = takes);
            case Fault.SlowReplay(var whom, var takes) -> each(whom, name -> sim.server(name).habits.replay = takes);
            case Fault.RefusePromotion(var whom, var lasting) -> each(whom, name -> {
                sim.server(name).habits.refusesPromotion = true;
                later(lasting, () -> sim.server(name).habits.refusesPromotion = false);
            });
            case Fault.FailPromotion(var whom, var lasting) -> each(whom, name -> {
                sim.server(name).habits.failsPromotion = true;
                later(lasting, () -> sim.server(name).habits.failsPromotion = false);
            });
            case Fault.SlowCopy(var whom, var takes) -> each(whom, name -> sim.server(name).habits.copying = takes);
            case Fault.RefuseStart(var whom, var lasting) -> each(whom, name -> {
                sim.server(name).habits.refusesStart = true;
                later(lasting, () -> sim.server(name).habits.refusesStart = false);
            });
            case Fault.FillDisk(var whom, var lasting) -> each(whom, name -> {
                sim.server(name).habits.disk.add(DiskTrouble.FULL);
                later(lasting, () -> sim.server(name).habits.disk.clear());
            });
            case Fault.HangDisk(var whom, var lasting) -> each(whom, name -> {
                sim.server(name).hangDisk();
                later(lasting, sim.server(name)::diskWell);
            });
            case Fault.Switchover _ -> switchover(Candidate.BEST);
            case Fault.SwitchoverTo(var whom) -> who(whom).stream().findFirst().ifPresent(name -> switchover(new Candidate.Named(new MemberName(name))));
            case Fault.Failover(var whom) -> each(whom, this::failover);
            case Fault.FailoverWhilePaused(var whom) -> each(whom, this::askForFailover);
            case Fault.Restart(var whom) -> each(whom, name -> sim.ask(name, new LocalRequest.Restart()));
            case Fault.Reinitialize(var whom) -> each(whom, name -> sim.ask(name, new LocalRequest.Reinitialize(false)));
            case Fault.ReinitializeByForce(var whom) -> each(whom, name -> sim.ask(name, new LocalRequest.Reinitialize(true)));
            case Fault.Leave(var whom, var lasting) -> each(whom, name -> {
                thawGuardian(name);
                sim.ask(name, new LocalRequest.Shutdown());
                later(lasting, () -> revive(name));
            });
            case Fault.Pause(var lasting) -> pause(lasting);
            case Fault.Resume _ -> resume();
            case Fault.Configure(var key, var value) -> configure(key, value);
            case Fault.DemoteCluster _ -> demoteCluster();
            case Fault.PromoteCluster _ -> standbyCluster(Map.of());
            case Fault.FailOverRemote(var rows) -> sim.remote.failOver(rows);
            case Fault.Heal _ -> mend();
        }
    }

    /// Whom a word such as `leader` stands for just now.
    private String aimed(Fault fault) {
        var words = FaultText.whoms(fault).stream().filter(whom -> !(whom instanceof Whom.Node || whom instanceof Whom.Everybody)).toList();
        return words.isEmpty() ? "" : words.stream().map(whom -> String.join(", ", who(whom))).collect(Collectors.joining("; ", " (", ")"));
    }

    private void later(Duration delay, Runnable end) {
        sim.queue.after(delay, () -> {
            if (!over) end.run();
        });
    }

    private void revive(String name) {
        if (sim.lost(name)) return;
        sim.server(name).box.thaw();
        sim.process(name).thaw();
        if (!sim.process(name).alive()) {
            sim.tell("-- agent of " + name + " starts");
            sim.start(name);
        }
    }

    private void healNetwork() {
        sim.network.heal();
        cuts.healed();
    }

    private void thawAgent(String name) {
        if (!sim.server(name).box.acts()) return; // its whole machine was frozen since
        sim.tell("-- " + name + " is thawed");
        sim.invariants.disturb(new MemberName(name));
        sim.process(name).thaw();
    }

    /// An agent and a guardian that both stand still are more than is promised: nobody is left to end the server.
    private void thawGuardian(String name) {
        sim.invariants.disturb(new MemberName(name));
        sim.server(name).guardian.thaw();
    }

    private void thawNode(String name) {
        sim.server(name).guardian.thaw();
        sim.server(name).box.thaw();
        thawAgent(name);
    }

    /// Without a quorum no lease expires; the new etcd leader gives each its whole time again.
    private void etcdUp(Duration election) {
        sim.tell("-- etcd is back");
        sim.network.etcdDown = false;
        sim.etcd.elect(election);
        for (var name : names) sim.invariants.disturb(new MemberName(name));
    }

    private void etcdWell(String name) {
        sim.invariants.disturb(new MemberName(name));
        sim.etcd.wellAgain(new MemberName(name));
    }

    private void trouble(String name, SimNetwork.Trouble trouble, Duration lasting) {
        sim.network.trouble(new MemberName(name), trouble);
        later(lasting, () -> {
            sim.invariants.disturb(new MemberName(name));
            sim.network.trouble(new MemberName(name), SimNetwork.Trouble.NONE);
        });
    }

    private void lateWrites(String name, SimNetwork.Trouble trouble, Duration lasting) {
        sim.network.lateWrites(new MemberName(name), trouble);
        later(lasting, () -> {
            sim.invariants.disturb(new MemberName(name));
            sim.network.lateWrites(new MemberName(name), SimNetwork.Trouble.NONE);
        });
    }

    private void watching(String name, SimNetwork.Watching watching, Duration lasting) {
        sim.network.watching(new MemberName(name), watching);
        later(lasting, () -> sim.network.watching(new MemberName(name), SimNetwork.Watching.WELL));
    }

    private void switchover(Candidate candidate) {
        sim.primary().or(sim::standbyLeader).filter(_ -> !paused()).ifPresent(leader ->
                sim.etcd.ask(revision -> new OperatorRequest.Switchover(new MemberName(leader), candidate, "", revision)));
    }

    private void failover(String name) {
        if (!paused() && !unguarded()) askForFailover(name);
    }

    private void askForFailover(String name) {
        sim.invariants.loss.operatorForces = true;
        sim.etcd.ask(revision -> new OperatorRequest.Failover(new MemberName(name), revision));
    }

    /// Who fails over by hand while a pause's primary is unguarded knows that it is down.
    private boolean unguarded() {
        return sim.servers.values().stream().anyMatch(s -> s.running() && !s.standby && s.guardian.end().nanos() == Long.MAX_VALUE);
    }

    /// Nobody but etcd may know of a primary that a pause left unguarded: who restores an older etcd looks for it before. A snapshot brings
    /// back the pause of its time, or ends the present one: either is noticed.
    private void restore() {
        if (unguarded()) return;
        sim.etcd.restore();
        if (pausedInEtcd() == paused()) return;
        handsOff();
        resume();
    }

    private boolean pausedInEtcd() {
        return new ClusterConfig(sim.etcd.view().config()).paused();
    }

    private void handsOff() {
        pauses++;
        sim.invariants.handsOff = true;
    }

    private void pause(Duration lasting) {
        if (paused()) return;
        handsOff();
        sim.etcd.patch(new Document(Map.of("pause", true)));
        later(lasting, this::resume);
    }

    /// Whoever is dead, frozen or cut off now does not hear of it. A snapshot, or a member that writes back what was wiped, may bring back the
    /// pause: whoever ended it looks whether it is over, and ends it again.
    private void resume() {
        sim.tell("-- resumed");
        sim.etcd.patch(new Document(Map.of("pause", false)));
        var ended = pauses;
        sim.queue.after(LOOKED_AFTER, () -> {
            if (pauses != ended) return;
            if (pausedInEtcd()) resume();
            else sim.invariants.handsOff = false;
        });
    }

    /// What only this cluster has from now on is given up.
    private void demoteCluster() {
        sim.primary().ifPresent(leader -> sim.remote.leave(sim.server(leader)));
        sim.invariants.loss.operatorForces = true;
        standbyCluster(Shape.REMOTE);
    }

    private void standbyCluster(Map<String, Object> section) {
        var patch = new HashMap<String, Object>();
        patch.put("standby_cluster", section.isEmpty() ? null : section);
        sim.etcd.patch(new Document(patch));
    }

    /// REST refuses times that cannot be safe.
    private void configure(String key, long value) {
        if (!Timing.of(sim.etcd.patched(new Document(Map.of(key, value)))).problems().isEmpty()) return;
        if (key.equals("ttl") && sim.invariants.loss.ttl.toSeconds() < value) sim.invariants.loss.ttl = Duration.ofSeconds(value);
        sim.etcd.patch(new Document(Map.of(key, value)));
    }
}
