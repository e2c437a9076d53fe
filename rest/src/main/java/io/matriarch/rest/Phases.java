package io.matriarch.rest;

import io.matriarch.core.ha.Stance;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Moment;
import io.matriarch.rest.Timings.Phase;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/// Measures the phases of a change of the leader by what each tick sees: to the tick, that is. Called after every tick, on the loop's thread, and costs nothing there.
public final class Phases implements Runnable {
    private final Supplier<Snapshot> newest;
    private final Timings timings;
    private final Map<Phase, Moment> begun = new EnumMap<>(Phase.class);

    public Phases(Supplier<Snapshot> newest, Timings timings) {
        this.newest = newest;
        this.timings = timings;
    }

    /// While etcd does not answer nobody knows who leads: what has begun goes on.
    @Override
    public void run() {
        var world = newest.get().world();
        if (!(world.dcs() instanceof DcsView.Reachable(var cluster, _, _))) return;
        var standsDown = newest.get().decision().stance() instanceof Stance.StandDown(_, var then) && !(then instanceof Stance.Then.Nothing);
        var free = cluster.lock() instanceof LeaderLock.Absent;
        mark(Phase.WITHOUT_LEADER, free && cluster.initialize() instanceof Initialize.Done, !free, world.now());
        mark(Phase.TAKING_OVER, world.holdsLock() && world.runningStandby(), world.holdsLock() && world.runningPrimary(), world.now());
        mark(Phase.GIVING_AWAY, world.holdsLock() && standsDown, !world.holdsLock(), world.now());
    }

    /// What has begun and is neither under way nor over came to nothing: it is not counted.
    private void mark(Phase phase, boolean underWay, boolean over, Moment now) {
        if (over && begun.containsKey(phase)) timings.phase(phase, begun.get(phase).until(now));
        if (underWay) begun.putIfAbsent(phase, now);
        else begun.remove(phase);
    }
}
