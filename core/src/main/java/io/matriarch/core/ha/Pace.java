package io.matriarch.core.ha;

import io.matriarch.core.ha.facet.Synchrony;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.Timing;
import java.time.Duration;
import java.util.List;

/// When to look again if nothing wakes the loop before.
public final class Pace {
    /// While a leader is missing or etcd is dark every moment counts, and a look costs milliseconds.
    private static final Duration URGENT = Duration.ofMillis(250);

    /// While a receiver ends, the whole cluster waits.
    private static final Duration PROMISING = Duration.ofMillis(20);
    /// No standby that leaves says so to the leader, and commits may wait for it.
    private static final Duration SYNCHRONOUS = Duration.ofSeconds(1);
    /// Bytes: `patronictl list` shows a standby's lag in MB.
    private static final long TELLING = 1 << 20;

    private Pace() {}

    public static Moment next(World world) {
        return inTime(usually(world), world);
    }

    /// Whether there is more to do at once: the lock changed hands, or clients wait for the next step.
    public static boolean goesOn(List<Performed> performed) {
        return performed.stream().anyMatch(p -> p.succeeded() && leadsOn(p.action()));
    }

    private static boolean leadsOn(Action action) {
        return action instanceof Action.SetStandbyNames || action instanceof Action.WritePromise || action instanceof Action.TakeLock || action instanceof Action.GiveLock || action instanceof Action.DisownLock
                || action instanceof Action.Write(var write) && (write instanceof DcsWrite.FinishInitialize || write instanceof DcsWrite.ClaimTimeline || write instanceof DcsWrite.RetireClaim || write instanceof DcsWrite.PutSync);
    }

    /// When to look again after this was done.
    public static Moment after(List<Performed> performed, World world) {
        return performed.stream().allMatch(p -> p.succeeded() && routine(p.action(), world)) ? afterNothing(world) : next(world);
    }

    /// The member key is written at every look, and slots go with those who receive. A logical one is moved up in good time: what it lags behind is sent again after a failover.
    private static boolean routine(Action action, World world) {
        return action instanceof Action.Write(DcsWrite.PutMember _) || action instanceof Action.AdvanceSlots && WantedSlots.logical(world).isEmpty();
    }

    /// When to look again after a look that led to nothing but [#routine]: a standby that follows spares etcd, as long as its lease allows. What is new in etcd
    /// wakes it; what is new at its server ends the wait ([#glance]), and so does it when the watch tells of no heartbeat any more ([#unheard]).
    static Moment afterNothing(World world) {
        return followsAnother(world) ? inTime(Moment.later(usually(world), world.now().plus(longest(world.config().timing()))), world) : next(world);
    }

    /// What an operator wants done at a time is done then.
    private static Moment inTime(Moment otherwise, World world) {
        return world.local().scheduled() instanceof ScheduledRestart.At at && world.now().isBefore(at.due()) ? Moment.earlier(otherwise, at.due()) : otherwise;
    }

    private static Moment usually(World world) {
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

    /// The longest that is meant to be between two looks at etcd: when the next one comes to nothing there is time for two more before the lease ends.
    static Duration longest(Timing timing) {
        var tries = timing.ttl().minus(timing.deadlines().attempt().plus(URGENT).multipliedBy(3));
        return tries.compareTo(timing.loopWait()) > 0 ? tries : timing.loopWait();
    }

    /// No heartbeat has come by the watch when one was due: the leader is late, or the watch is dead and would tell of nothing else either. `heard` is the last.
    public static boolean unheard(Sign heard, World world, Moment now) {
        var timing = world.config().timing();
        return followsAnother(world) && heard.since().plus(Deadlines.of(heard.ttl()).renewal(timing.loopWait())).plus(timing.deadlines().attempt()).isBefore(now);
    }

    /// How long the server may go unseen between two looks: health is as fresh as that. Nothing is asked of etcd.
    public static Duration glance(World world) {
        return world.holdsLock() ? world.config().timing().deadlines().renewal() : world.config().timing().loopWait();
    }

    /// Whether a glance shows nothing to act on, or to tell the others. A leader's position is told with its renewals; a standby's that moved by less than anybody
    /// shows can wait.
    public static boolean asBefore(PostgresState before, PostgresState now) {
        return switch (now) {
            case PostgresState.Running r -> before instanceof PostgresState.Running b && r.primary() == b.primary() && r.timeline().equals(b.timeline())
                    && r.facts().pendingRestart() == b.facts().pendingRestart()
                    && (r.primary() || r.end().ahead(b.end()) < TELLING && b.end().ahead(r.end()) < TELLING && r.replication().streaming() == b.replication().streaming());
            case PostgresState.Starting _, PostgresState.Silent _, PostgresState.Stopped _, PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _ -> now.equals(before);
        };
    }

    private static Moment forClients(World world, Moment usual) {
        if (!Synchrony.leadsSynchronously(world)) return usual;
        return Moment.earlier(usual, world.now().plus(Synchrony.clientsWait(world) ? URGENT : SYNCHRONOUS));
    }

    private static boolean followsAnother(World world) {
        return world.lock() instanceof LeaderLock.Held && !world.holdsLock() && follows(world) && !Vow.underWay(world);
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
        var renewal = Deadlines.of(leaseTtl(world)).renewal(world.config().timing().loopWait());
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
