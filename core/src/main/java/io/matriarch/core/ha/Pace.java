package io.matriarch.core.ha;

import io.matriarch.core.ha.facet.Synchrony;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// When to look again if nothing wakes the loop before.
public final class Pace {
    /// While a leader is missing or etcd is dark every moment counts, and a look costs milliseconds.
    private static final Duration URGENT = Duration.ofMillis(250);

    /// While a receiver ends, the whole cluster waits.
    private static final Duration PROMISING = Duration.ofMillis(20);
    /// No standby that leaves says so to the leader, and commits may wait for it.
    private static final Duration SYNCHRONOUS = Duration.ofSeconds(1);

    private Pace() {}

    public static Moment next(World world) {
        var usual = world.now().plus(world.config().timing().loopWait());
        return switch (world.dcs()) {
            case DcsView.Unreachable _ -> world.now().plus(URGENT);
            case DcsView.Reachable(var cluster, _, _) -> switch (cluster.lock()) {
                case LeaderLock.Absent _ -> Moment.earlier(world.now().plus(URGENT), quarantineEnd(world, usual));
                case LeaderLock.Held _ when Vow.underWay(world) -> Moment.earlier(world.now().plus(PROMISING), Moment.earlier(usual, world.holdsLock() ? renewalDue(world) : usual));
                case LeaderLock.Held _ when world.holdsLock() -> Moment.earlier(Candidacy.mayLead(world) ? forClients(world, usual) : world.now().plus(URGENT), renewalDue(world));
                case LeaderLock.Held _ -> follows(world) ? usual : Moment.earlier(usual, world.now().plus(URGENT));
            };
        };
    }

    private static Moment forClients(World world, Moment usual) {
        if (!Synchrony.leadsSynchronously(world)) return usual;
        return Moment.earlier(usual, world.now().plus(Synchrony.clientsWait(world) ? URGENT : SYNCHRONOUS));
    }

    private static boolean follows(World world) {
        return world.postgres() instanceof PostgresState.Running r && !r.primary() && (r.replication().streaming() || Following.of(world) instanceof Following.Archive);
    }

    private static Moment quarantineEnd(World world, Moment otherwise) {
        var end = world.memory().sign().quarantined();
        return end.isBefore(world.now()) ? otherwise : end;
    }

    /// When the permit wants to be proven again; now when there is none.
    public static Moment renewalDue(World world) {
        var renewal = Deadlines.of(leaseTtl(world)).renewal();
        return switch (world.permit()) {
            case Permit.None _ -> world.now();
            case Permit.Until(var proven, _, _) -> proven.plus(renewal);
            case Permit.HandsOff(var proven, _) -> proven.plus(renewal);
        };
    }

    private static Duration leaseTtl(World world) {
        return world.lease().ttl().isZero() ? world.config().timing().ttl() : world.lease().ttl();
    }
}
