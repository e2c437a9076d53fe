package io.matriarch.core.sim;

import io.matriarch.core.sim.Fault.Side;
import io.matriarch.core.view.MemberName;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The faults of the network that part somebody from somebody. Ended ones are joined, whatever else had parted them.
final class Cuts {
    private final ClusterSim sim;
    private final BiConsumer<Duration, Runnable> later;
    private int healings;

    Cuts(ClusterSim sim, BiConsumer<Duration, Runnable> later) {
        this.sim = sim;
        this.later = later;
    }

    void strike(Fault cut, Function<Whom, List<String>> who) {
        switch (cut) {
            case Fault.CutOff(var whom, var from, var lasting) -> who.apply(whom).forEach(name -> oneCut(name, from, true, true, lasting));
            case Fault.LoseSent(var whom, var to, var lasting) -> who.apply(whom).forEach(name -> oneCut(name, to, true, false, lasting));
            case Fault.LoseHeard(var whom, var from, var lasting) -> who.apply(whom).forEach(name -> oneCut(name, from, false, true, lasting));
            case Fault.Flap(var whom, var from, var down, var up, var lasting) ->
                    who.apply(whom).forEach(name -> flap(name, from, down, up, lasting, healings));
            case Fault.Part(var one, var other, var lasting) -> part(who.apply(one), who.apply(other), lasting);
            case Fault.Ring(var lasting) -> ring(lasting);
            case Fault _ -> throw new IllegalArgumentException("not a cut: " + cut);
        }
    }

    private void oneCut(String name, Side side, boolean sent, boolean heard, Duration lasting) {
        var node = new MemberName(name);
        sim.invariants.disturb(node);
        lose(node, side, sent, heard, true);
        later.accept(lasting, () -> {
            sim.tell("-- " + name + " is joined again");
            sim.invariants.disturb(node);
            lose(node, side, sent, heard, false);
        });
    }

    private void lose(MemberName node, Side side, boolean sent, boolean heard, boolean lost) {
        var network = sim.network;
        if (side != Side.PEERS && sent) network.sentToEtcd.set(node, lost);
        if (side != Side.PEERS && heard) network.heardFromEtcd.set(node, lost);
        if (side != Side.ETCD && sent) network.sentToPeers.set(node, lost);
        if (side != Side.ETCD && heard) network.heardFromPeers.set(node, lost);
    }

    /// Nothing that flaps goes on.
    void healed() {
        healings++;
    }

    private void flap(String name, Side side, Duration down, Duration up, Duration left, int since) {
        if (left.isNegative() || since != healings) return;
        oneCut(name, side, true, true, down);
        later.accept(down.plus(up), () -> flap(name, side, down, up, left.minus(down).minus(up), since));
    }

    private void part(List<String> some, List<String> others, Duration lasting) {
        for (var one : some) for (var other : others) if (!one.equals(other)) part(new MemberName(one), new MemberName(other), lasting);
    }

    private void part(MemberName one, MemberName other, Duration lasting) {
        disturb(one, other);
        sim.network.part(one, other, true);
        later.accept(lasting, () -> {
            disturb(one, other);
            sim.network.part(one, other, false);
        });
    }

    private void disturb(MemberName one, MemberName other) {
        sim.invariants.disturb(one);
        sim.invariants.disturb(other);
    }

    private void ring(Duration lasting) {
        var names = List.copyOf(sim.servers.keySet());
        for (var i = 0; i < names.size(); i++)
            for (var j = i + 2; j < names.size(); j++) if (i > 0 || j < names.size() - 1) part(names.get(i), names.get(j), lasting);
    }
}
