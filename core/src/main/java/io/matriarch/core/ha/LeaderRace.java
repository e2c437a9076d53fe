package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.util.Comparator;
import java.util.Optional;

/// Who may take the leader lock, as predicates over one World. Every one of them is read by a rule that names it.
public final class LeaderRace {
    private LeaderRace() {}

    /// The last leader's permit may still run: absent is not released. Counted from its last heartbeat that this node knows of, or from when this node confirmed it.
    ///
    /// Safe because a permit ends before (sent + ttl*(1-e) - slack) by its holder's clock, the heartbeat was sent before it was
    /// seen, and here ttl*(1+e) is waited by ours (design: safety.md 1.2, C4).
    public static boolean lastLeaderMayLive(World world) {
        if (Witness.anotherMayLead(world)) return true;
        if (world.cluster().release() instanceof Release.Clean) return false;
        if (FailsafeMode.confirmedLeaderMayLive(world)) return true;
        if (handedToPatroni(world)) return false;
        var sign = world.memory().sign();
        var nobodyEverLed = sign.revision() == 0 && world.cluster().heartbeat().revision() == 0;
        return !nobodyEverLed && world.now().isBefore(sign.quarantined());
    }

    /// Whoever proved to lead last had stopped and handed the lock over to a member that runs Patroni. That proves nothing and goes by its key alone, which it deletes when
    /// its server is down: its word is not older for the proof of the one before it. Each of ours that took the lock since would have claimed a timeline.
    private static boolean handedToPatroni(World world) {
        var cluster = world.cluster();
        var successor = cluster.claim().by();
        return !cluster.heartbeat().by().equals(successor) && cluster.member(successor).patroni();
    }

    /// The last leader led with hands off (in a pause), so its server may be writable long after its permit, and may have written much that
    /// nobody published: it has to answer as a running standby that is not being promoted. An operator who knows that it is gone says so by a failover asked for since then.
    public static boolean lastLeaderUnguarded(World world) {
        var last = world.memory().heartbeat();
        return !last.guarded() && !last.by().equals(world.me()) && !(world.cluster().release() instanceof Release.Clean)
                && !(world.peers().get(last.by()) instanceof PeerReport.Answered a && a.running() && !a.primary() && !a.permitted()) && !overridden(last, world);
    }

    private static boolean overridden(Heartbeat last, World world) {
        return world.request() instanceof OperatorRequest.Failover(var candidate, var revision) && candidate.equals(world.me()) && revision > last.revision();
    }

    /// etcd says that nobody ends this member's server: whoever reads it waits for this member, so its guardian may be disarmed.
    public static boolean declaredUnguarded(World world) {
        var last = world.cluster().heartbeat();
        return !last.guarded() && last.by().equals(world.me());
    }

    /// This primary led with hands off, and nobody has led since.
    public static boolean ledHereUnguarded(World world) {
        return world.runningPrimary() && declaredUnguarded(world);
    }

    /// The operator asked for somebody else, who answers and would not hold back itself: else both would wait for ever.
    public static boolean anotherWasChosen(World world) {
        return !world.request().allows(world.me())
                && world.peers().entrySet().stream().anyMatch(p -> world.request().allows(p.getKey()) && wouldRace(p.getKey(), p.getValue(), world));
    }

    private static boolean wouldRace(MemberName name, PeerReport report, World world) {
        return couldLead(name, report, world) && report instanceof PeerReport.Answered a && mayFollow(a, world) && !behindAnybody(a, world) && SyncVoters.wouldWin(name, a, world);
    }

    /// It lacks no more than a failover may lose.
    static boolean mayFollow(PeerReport.Answered peer, World world) {
        return peer.timeline().compareTo(current(world)) >= 0 && lag(peer.timeline(), peer.position(), world) <= world.config().maximumLagOnFailover();
    }

    private static boolean behindAnybody(PeerReport.Answered peer, World world) {
        return ahead(timeline(world), end(world), peer.timeline(), peer.position()) || behindAPeer(peer, world);
    }

    private static boolean behindAPeer(PeerReport.Answered peer, World world) {
        return world.peers().entrySet().stream().anyMatch(p ->
                p.getValue() instanceof PeerReport.Answered other && couldLead(p.getKey(), other, world) && ahead(other.timeline(), other.position(), peer.timeline(), peer.position()));
    }

    /// This disk is unfit, and somebody with a sound one would race, not counting this member: that one goes first. Only for one ttl from when it
    /// could, for a bad disk is better than no leader.
    public static boolean soundDiskGoesFirst(World world) {
        return world.diskUnfit() && world.now().isBefore(world.memory().sign().quarantined().plus(world.config().timing().ttl())) && !askedFor(world)
                && world.peers().entrySet().stream().anyMatch(p -> p.getValue() instanceof PeerReport.Answered a && couldLead(p.getKey(), a, world)
                        && mayFollow(a, world) && !behindAPeer(a, world));
    }

    /// Whether any member answers that could lead, however far it is.
    public static boolean anotherCouldLead(World world) {
        return world.peers().entrySet().stream().anyMatch(p -> couldLead(p.getKey(), p.getValue(), world));
    }

    /// The leader has changed so often without being asked that the operator wants to look first. Whoever led last goes on: that is no change.
    public static boolean changedTooOften(World world) {
        return world.config().failoverBudget().spent(world.memory().recent().changes(), world.now()) && !world.memory().heartbeat().by().equals(world.me());
    }

    /// An operator named this member.
    public static boolean askedFor(World world) {
        return !(world.request() instanceof OperatorRequest.None) && world.request().allows(world.me());
    }

    private static WalPosition optime(World world) {
        return status(world).optime();
    }

    /// While etcd was dark its leader said it to the members themselves.
    private static ClusterStatus status(World world) {
        var published = Witness.forgotten(world) ? world.memory().standing().status() : world.cluster().status();
        var told = world.memory().vouching().told();
        var newer = told.timeline().compareTo(published.timeline()) >= 0 && told.optime().isAfter(published.optime());
        return newer && published.timeline().known() ? told : published;
    }

    /// How much of the leader's last known WAL a copy lacks. One on a newer timeline lacks nothing: that was made from all that counted.
    private static long lag(Timeline timeline, WalPosition end, World world) {
        var published = status(world).timeline();
        return published.known() && timeline.compareTo(published) > 0 ? 0 : optime(world).ahead(end);
    }

    private static Timeline current(World world) {
        return Timeline.later((Witness.forgotten(world) ? world.memory().standing().history() : world.cluster().history()).current(), status(world).timeline());
    }

    static boolean newerThanCurrent(Timeline timeline, World world) {
        return timeline.compareTo(current(world)) > 0;
    }

    /// A primary answers, or one that may be promoted any moment: etcd may have forgotten that it proved to lead.
    public static boolean primaryAnswers(World world) {
        return world.peers().values().stream().anyMatch(r -> r instanceof PeerReport.Answered a && (a.running() && a.primary() || a.permitted()));
    }

    /// Promoting this copy would lose more than a failover may.
    public static boolean wouldLose(World world) {
        return onOlderTimeline(world) || Acknowledged.behind(world) || lagsTooMuch(world) || anotherIsAhead(world);
    }

    /// Further behind the leader's last published position than the operator allows to lose. A standby cluster loses nothing by it: the remote has it.
    public static boolean lagsTooMuch(World world) {
        return !StandbyLeader.inForce(world) && !SyncLeader.announced(current(world), world) && lag(timeline(world), end(world), world) > world.config().maximumLagOnFailover();
    }

    /// The cluster has been on a newer timeline than this copy: promoting it would make that number a second time. In a standby cluster nobody is promoted.
    public static boolean onOlderTimeline(World world) {
        return !StandbyLeader.inForce(world) && current(world).compareTo(timeline(world)) > 0 && !SyncLeader.announced(current(world), world);
    }

    /// The number of the timeline that a promotion here makes: above every number that may have been made, seen or not.
    public static Timeline nextTimeline(World world) {
        return lastTimeline(world).next();
    }

    /// The highest number that may have been made, as far as this node knows.
    public static Timeline lastTimeline(World world) {
        var made = Timeline.later(world.memory().timeline(), timeline(world));
        for (var report : world.peers().values()) if (report instanceof PeerReport.Answered a) made = Timeline.later(made, a.known());
        return made;
    }

    /// This term's claim lets this member make a timeline above its own.
    public static boolean mayMakeTimeline(World world) {
        var claim = world.cluster().claim();
        return claim.by().equals(world.me()) && claim.number().compareTo(timeline(world)) > 0;
    }

    public static boolean anotherIsAhead(World world) {
        return !SyncLeader.announced(current(world), world) && world.peers().entrySet().stream().anyMatch(p -> p.getValue() instanceof PeerReport.Answered a && couldLead(p.getKey(), a, world) && ahead(a, world));
    }

    /// Who let the lock go without leading waits for a ttl itself (its pre_promote said no, or too few promised), so nobody waits for that one.
    public static boolean anotherIsPreferred(World world) {
        return world.peers().entrySet().stream().anyMatch(p -> p.getValue() instanceof PeerReport.Answered a && couldLead(p.getKey(), a, world)
                && !letGo(p.getKey(), world) && world.request().allows(p.getKey()) && a.timeline().equals(timeline(world)) && a.position().equals(end(world))
                && a.tags().failoverPriority() > world.node().tags().failoverPriority());
    }

    static boolean letGo(MemberName name, World world) {
        return world.cluster().release() instanceof Release.Clean(var by, _, _) && by.equals(name);
    }

    /// initdb has just been run here and nobody has ever led: there is nothing to compare with.
    public static boolean freshCluster(World world) {
        return world.initialize() instanceof Initialize.Done && world.cluster().heartbeat().revision() == 0
                && world.cluster().history().rows().isEmpty() && !world.cluster().status().optime().known()
                && world.postgres() instanceof PostgresState.Stopped(var control, _) && control.cleanly() && !control.standby();
    }

    /// The member that would lose least, among those the operator's request allows and that have all WAL but the allowed lag.
    public static Optional<MemberName> successor(World world) {
        return world.peers().entrySet().stream()
                .filter(p -> p.getValue() instanceof PeerReport.Answered a && fit(p.getKey(), a, world))
                .max(Comparator.comparing(p -> merit((PeerReport.Answered) p.getValue())))
                .map(p -> p.getKey());
    }

    private static boolean fit(MemberName name, PeerReport.Answered peer, World world) {
        return couldLead(name, peer, world) && world.request().allows(name) && !world.cluster().member(name).lease().equals(LeaseId.NONE)
                && peer.timeline().equals(timeline(world)) && peer.timeline().compareTo(current(world)) >= 0 && leadersEnd(world).ahead(peer.position()) <= allowedLag(world)
                && (writesNothingMore(world) ? SyncVoters.wouldWin(name, peer, world) : SyncVoters.elects(name, peer, world));
    }

    /// How far the leader's WAL is known to have been: a crashed server's control file only knows its last checkpoint, what it published is later.
    private static WalPosition leadersEnd(World world) {
        return WalPosition.later(end(world), writesNothingMore(world) ? WalPosition.ZERO : optime(world));
    }

    private static boolean cleanlyStopped(World world) {
        return world.postgres() instanceof PostgresState.Stopped(var control, _) && control.cleanly();
    }

    /// After a clean stop a standby has everything or it is not fit: nothing is lost by a planned change. A standby that holds the lock judges as
    /// it will when it is down, or it would stop for one to whom it then gives nothing. What a standby cluster lacks, the remote has.
    private static long allowedLag(World world) {
        return writesNothingMore(world) && !StandbyLeader.inForce(world) ? 0 : world.config().maximumLagOnFailover();
    }

    private static boolean writesNothingMore(World world) {
        return cleanlyStopped(world) || world.runningStandby();
    }

    private record Merit(WalPosition position, int priority) implements Comparable<Merit> {
        @Override
        public int compareTo(Merit other) {
            var byPosition = position.compareTo(other.position);
            return byPosition != 0 ? byPosition : Integer.compare(priority, other.priority);
        }
    }

    private static Merit merit(PeerReport.Answered peer) {
        return new Merit(peer.position(), peer.tags().failoverPriority());
    }

    static boolean couldLead(MemberName name, PeerReport report, World world) {
        return couldLeadIfNamed(name, report, world) && !FailsafeMode.keptOut(name, world);
    }

    /// If the `failsafe` key, where there is one, names it.
    static boolean couldLeadIfNamed(MemberName name, PeerReport report, World world) {
        return report instanceof PeerReport.Answered a && a.running() && !a.primary() && !a.tags().noFailover() && !a.diskUnfit() && !a.watchdogFailed() && SyncVoters.mayWin(name, a.timeline(), world);
    }

    static boolean ahead(PeerReport.Answered peer, World world) {
        return ahead(peer.timeline(), peer.position(), timeline(world), end(world));
    }

    static boolean ahead(Timeline timeline, WalPosition end, Timeline otherTimeline, WalPosition otherEnd) {
        var byTimeline = timeline.compareTo(otherTimeline);
        return byTimeline > 0 || byTimeline == 0 && end.isAfter(otherEnd);
    }

    /// How far the WAL of this copy reaches: what a server that crashed or answers nobody said last, for its control file knows less. Nothing, if not known.
    public static WalPosition reached(World world) {
        return world.postgres() instanceof PostgresState.Running || cleanlyStopped(world) ? end(world) : world.memory().wrote();
    }

    /// The timeline of what was reached: as it was published before, when the server does not say. The control file of one that crashed names that of
    /// its last checkpoint.
    public static Timeline reachedOn(World world) {
        var published = world.cluster().status().timeline();
        return world.postgres() instanceof PostgresState.Running ? timeline(world) : Timeline.later(timeline(world), published);
    }

    static WalPosition end(World world) {
        return switch (world.postgres()) {
            case PostgresState.Running r -> r.end();
            case PostgresState.Stopped(var control, _) -> control.end();
            case PostgresState _ -> WalPosition.ZERO;
        };
    }

    /// The timeline of this copy, as its server or its control file says; unknown when neither does.
    public static Timeline timeline(World world) {
        return switch (world.postgres()) {
            case PostgresState.Running r -> r.timeline();
            case PostgresState.Stopped(var control, _) -> control.timeline();
            case PostgresState _ -> Timeline.UNKNOWN;
        };
    }
}
