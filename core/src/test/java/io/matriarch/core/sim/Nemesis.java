package io.matriarch.core.sim;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Does harm by chance, and ends it again. Longer than most: one line or two for each kind of harm.
final class Nemesis {
    private final ClusterSim sim;
    private final Dice dice;
    private final List<String> names;
    private final List<Fault> faults;
    private final long apart;
    private boolean over;
    private boolean resuming;
    long done;

    /// `faults` come on average every `apart` milliseconds.
    Nemesis(ClusterSim sim, Dice dice, Set<Fault> faults, long apart) {
        this.sim = sim;
        this.dice = dice;
        this.names = sim.servers.keySet().stream().map(MemberName::value).toList();
        this.faults = List.copyOf(EnumSet.copyOf(faults));
        this.apart = apart;
    }

    void begin() {
        if (over) return;
        sim.queue.after(dice.millis(0, 2 * apart), () -> {
            if (over) return;
            if (!resuming) strike(dice.of(faults));
            begin();
        });
    }

    /// Ends all harm: what was cut is joined, who is dead is started, nobody is paused.
    void heal() {
        over = true;
        sim.tell("-- healed");
        sim.network.heal();
        sim.etcd.elect(Duration.ZERO);
        for (var name : names) {
            thawNode(name);
            revive(name);
            var habits = new SimServer.Habits();
            var its = sim.server(name).habits;
            its.stop = habits.stop;
            its.promotion = habits.promotion;
            its.copying = habits.copying;
            its.refusesStart = false;
        }
        sim.queue.after(Duration.ofSeconds(10), () -> names.forEach(this::revive));
        if (paused()) sim.queue.after(Duration.ofSeconds(8), this::resume);
    }

    private boolean paused() {
        return sim.invariants.handsOff;
    }

    private void strike(Fault fault) {
        var name = dice.chance(0.5) ? sim.primary().orElse(dice.of(names)) : dice.of(names);
        done++;
        sim.tell("-- " + fault + " " + name);
        sim.invariants.disturb(new MemberName(name));
        switch (fault) {
            case KILL_AGENT -> {
                sim.killAgent(name);
                later(0, 20_000, () -> revive(name));
            }
            case KILL_NODE -> {
                sim.killNode(name);
                later(0, 30_000, () -> revive(name));
            }
            case CRASH_POSTMASTER -> sim.crash(name);
            case FREEZE_AGENT -> {
                sim.process(name).freeze();
                later(100, 25_000, () -> thawAgent(name));
            }
            case FREEZE_NODE -> {
                sim.process(name).freeze();
                sim.server(name).box.freeze();
                later(100, 25_000, () -> thawNode(name));
            }
            case CUT_FROM_ETCD -> cut(name, true, false);
            case CUT_FROM_PEERS -> cut(name, false, true);
            case CUT_OFF -> cut(name, true, true);
            case ETCD_DOWN -> {
                sim.network.etcdDown = true;
                later(100, 25_000, this::etcdUp);
            }
            case ETCD_ELECTION -> sim.etcd.elect(dice.millis(100, 2000));
            case ETCD_SLOW -> trouble(name, new SimNetwork.Trouble(0, dice.between(0.05, 0.9), dice.millis(100, 6000)));
            case ETCD_LOSSY -> trouble(name, new SimNetwork.Trouble(dice.between(0.02, 0.5), 0.1, Duration.ofSeconds(3)));
            case WATCH_DEAF -> watching(name, new SimNetwork.Watching(dice.between(0.3, 1), 0.2, Duration.ofSeconds(1)));
            case WATCH_LATE -> watching(name, new SimNetwork.Watching(0, 0.3, dice.millis(100, 8000)));
            case DELETE_LEADER_KEY -> sim.etcd.deleteLeaderKey();
            case REVOKE_LEADERS_LEASE -> sim.etcd.revokeLeadersLease();
            case WIPE_ETCD -> sim.etcd.wipe();
            case LAG -> {
                sim.network.lag(new MemberName(name), dice.millis(50, 8000));
                later(1000, 30_000, () -> sim.network.lag(new MemberName(name), Duration.ofMillis(1)));
            }
            case SLOW_STOP -> sim.server(name).habits.stop = dice.millis(100, 20_000);
            case SLOW_PROMOTION -> sim.server(name).habits.promotion = dice.millis(100, 8000);
            case SLOW_COPY -> sim.server(name).habits.copying = dice.millis(500, 12_000);
            case REFUSE_START -> {
                sim.server(name).habits.refusesStart = true;
                later(500, 10_000, () -> sim.server(name).habits.refusesStart = false);
            }
            case SWITCHOVER -> switchover();
            case FAILOVER -> failover(name);
            case RESTART -> sim.ask(name, new LocalRequest.Restart());
            case REINITIALIZE -> sim.ask(name, new LocalRequest.Reinitialize(dice.chance(0.5)));
            case LEAVE -> {
                sim.ask(name, new LocalRequest.Shutdown());
                later(1000, 15_000, () -> revive(name));
            }
            case PAUSE -> pause();
            case CHANGE_TTL -> ttl(dice.of(List.of(5, 6, 10, 20)));
        }
    }

    private void later(long from, long to, Runnable end) {
        sim.queue.after(dice.millis(from, to), () -> {
            if (!over) end.run();
        });
    }

    private void revive(String name) {
        sim.server(name).box.thaw();
        sim.process(name).thaw();
        if (!sim.process(name).alive()) {
            sim.tell("-- starts " + name);
            sim.start(name);
        }
    }

    private void thawAgent(String name) {
        if (!sim.server(name).box.acts()) return; // its whole machine was frozen since
        sim.tell("-- thaws " + name);
        sim.invariants.disturb(new MemberName(name));
        sim.process(name).thaw();
    }

    private void thawNode(String name) {
        sim.server(name).box.thaw();
        thawAgent(name);
    }

    private void cut(String name, boolean etcd, boolean peers) {
        var node = new MemberName(name);
        if (etcd) sim.network.etcd(node, false);
        if (peers) sim.network.peers(node, false);
        later(500, 30_000, () -> {
            sim.tell("-- joins " + name);
            sim.invariants.disturb(node);
            sim.network.etcd(node, true);
            sim.network.peers(node, true);
        });
    }

    /// Without a quorum no lease expires; the new etcd leader gives each its whole time again.
    private void etcdUp() {
        sim.tell("-- etcd is back");
        sim.network.etcdDown = false;
        sim.etcd.elect(dice.millis(0, 1000));
        for (var name : names) sim.invariants.disturb(new MemberName(name));
    }

    private void trouble(String name, SimNetwork.Trouble trouble) {
        sim.network.trouble(new MemberName(name), trouble);
        later(1000, 20_000, () -> {
            sim.invariants.disturb(new MemberName(name));
            sim.network.trouble(new MemberName(name), SimNetwork.Trouble.NONE);
        });
    }

    private void watching(String name, SimNetwork.Watching watching) {
        sim.network.watching(new MemberName(name), watching);
        later(5000, 40_000, () -> sim.network.watching(new MemberName(name), SimNetwork.Watching.WELL));
    }

    private void switchover() {
        sim.primary().filter(_ -> !paused()).ifPresent(leader -> {
            var candidate = dice.chance(0.5) ? Candidate.BEST : new Candidate.Named(new MemberName(dice.of(names)));
            sim.etcd.ask(revision -> new OperatorRequest.Switchover(new MemberName(leader), candidate, "", revision));
        });
    }

    private void failover(String name) {
        if (!paused()) sim.etcd.ask(revision -> new OperatorRequest.Failover(new MemberName(name), revision));
    }

    private void pause() {
        if (paused()) return;
        sim.invariants.handsOff = true;
        sim.etcd.patch(new Document(Map.of("pause", true)));
        later(5000, 25_000, this::joinAllAndResume);
    }

    /// A node that nobody hears must not be left alone with hands off: an operator looks before the pause ends (docs: pause).
    private void joinAllAndResume() {
        resuming = true;
        sim.network.heal();
        for (var name : names) {
            thawNode(name);
            revive(name);
        }
        sim.queue.after(Duration.ofSeconds(8), this::resume);
    }

    /// Open: a cluster that is resumed while the last leader's agent is away has an unguarded primary. Here the operator looks first.
    private void resume() {
        if (names.stream().anyMatch(name -> !sim.process(name).alive())) {
            names.forEach(this::revive);
            sim.queue.after(Duration.ofSeconds(8), this::resume);
            return;
        }
        sim.tell("-- RESUME");
        sim.etcd.patch(new Document(Map.of("pause", false)));
        sim.queue.after(Duration.ofSeconds(8), () -> {
            sim.invariants.handsOff = false;
            resuming = false;
        });
    }

    private void ttl(int seconds) {
        sim.invariants.loss.ttl = sim.invariants.loss.ttl.compareTo(Duration.ofSeconds(seconds)) > 0 ? sim.invariants.loss.ttl : Duration.ofSeconds(seconds);
        sim.etcd.patch(new Document(Map.of("ttl", seconds)));
    }
}
