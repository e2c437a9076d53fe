package io.matriarch.core.ha;

import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Timeline;
import java.util.List;
import java.util.stream.Stream;

/// Whether etcd can be believed on who may be primary, as predicates over one World: it may have been wiped, or an old snapshot restored
/// ([Doubt]). Where it can't, the members themselves are asked.
public final class Witness {
    private Witness() {}

    /// etcd may have been set back to before somebody was made primary whose permit still runs. A permit that runs here proves that there
    /// is none elsewhere. Where etcd is not known to have been set back, so do the others when each says that it has none.
    static boolean anotherMayLead(World world) {
        return inDoubt(world) && (world.memory().doubt().setBack() || !electorate(world).stream().allMatch(m -> hasNoPermit(m, world)));
    }

    /// Nothing that etcd says now proves that nobody else may be primary.
    static boolean inDoubt(World world) {
        return world.dcs() instanceof DcsView.Reachable && !world.permitted() && world.now().isBefore(world.memory().doubt().until());
    }

    private static boolean hasNoPermit(Member member, World world) {
        return world.peers().get(member.name()) instanceof PeerReport.Answered a && !a.primary() && !a.permitted();
    }

    /// etcd was set back to a term that is over: it names another leader, and this one's permit shows that nobody else may be primary yet.
    public static boolean namesAFormerLeader(World world) {
        return world.memory().doubt().setBack() && world.permitted();
    }

    /// The leader key hangs on no lease, as no agent puts it: it says nothing of who leads, and would be there for ever.
    public static boolean putByHand(World world) {
        return world.lock() instanceof LeaderLock.Held(_, var lease, _, _) && lease.equals(LeaseId.NONE);
    }

    /// It names somebody who is no member, and this one was the last to prove that it leads: its permit still runs, so nobody else has come to lead since.
    public static boolean namesNobody(World world) {
        var beat = world.cluster().heartbeat();
        return world.permitted() && beat.by().equals(world.me()) && beat.lease().equals(world.lease().id())
                && world.lock() instanceof LeaderLock.Held held && !world.cluster().hasMember(held.holder());
    }

    /// etcd names this member for a term that may long be over.
    public static boolean mayBeAFormerTerm(World world) {
        return world.holdsLock() && inDoubt(world) && (anotherMayLead(world) || anotherKnowsANewerTimeline(world)) && !LeaderRace.ledHereUnguarded(world);
    }

    /// Newer than the one that this member may make: the claim that came with the lock was read by the others, too.
    private static boolean anotherKnowsANewerTimeline(World world) {
        var claim = world.cluster().claim();
        var own = claim.by().equals(world.me()) ? Timeline.later(LeaderRace.timeline(world), claim.number()) : LeaderRace.timeline(world);
        return world.peers().values().stream().anyMatch(r -> r instanceof PeerReport.Answered a && a.known().compareTo(own) > 0);
    }

    /// etcd knows no cluster, but this node remembers one: etcd was wiped.
    private static boolean wiped(World world) {
        return world.initialize() instanceof Initialize.Missing && !world.memory().standing().equals(Memory.Standing.UNKNOWN);
    }

    /// etcd forgot what this node remembers, and nobody has led since who could have written it again.
    static boolean forgotten(World world) {
        return wiped(world) || world.memory().doubt().setBack() && !world.memory().standing().equals(Memory.Standing.UNKNOWN);
    }

    /// etcd was wiped or set back, and not every member that this node remembers is a running standby that answers: whoever is not may lead,
    /// or have more.
    public static boolean memberMissingAfterWipe(World world) {
        return forgotten(world) && electorate(world).stream().anyMatch(m -> !accountedFor(world.peers().get(m.name())));
    }

    private static boolean accountedFor(PeerReport report) {
        return report instanceof PeerReport.Answered a && (a.running() && !a.primary() || a.copyless());
    }

    /// Who has to be asked before somebody new leads: the others that etcd knows, and where it forgot those that this node remembers.
    static List<Member> electorate(World world) {
        var remembered = forgotten(world) ? world.memory().standing().members() : List.<Member>of();
        return Stream.concat(world.cluster().members().stream(), remembered.stream().filter(m -> !world.cluster().hasMember(m.name())))
                .filter(m -> !m.name().equals(world.me())).toList();
    }
}
