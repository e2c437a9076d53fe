package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.Votes;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;

/// Who has every commit that was acknowledged while the `sync` key said who may hold them: the leader that it names, and whoever of its voters is
/// as far as so many others of them that any set which may have acknowledged a commit is met (design: safety.md I2).
public final class SyncVoters {
    private SyncVoters() {}

    /// Commits are synchronous, and this member may lack one that was acknowledged.
    public static boolean notSynchronous(World world) {
        return !mayWin(world.me(), LeaderRace.timeline(world), world);
    }

    /// Whether enough votes may come together for this member, whose copy is on `timeline`, or none are needed.
    static boolean mayWin(MemberName name, Timeline timeline, World world) {
        return forced(name, world) || !(on(world) instanceof SyncState.On key) || needsNobody(name, timeline, key) || votes(key).voters().has(name);
    }

    private static boolean needsNobody(MemberName name, Timeline timeline, SyncState.On key) {
        return namesLeader(key, name) || overtakes(timeline, key);
    }

    /// A later timeline was made from all that counted, or by an operator who took the loss; and nothing was acknowledged on it, or the key would name
    /// who leads on it. Then this copy lacks nothing, and those on the key's own timeline may lead no more.
    private static boolean overtakes(Timeline timeline, SyncState.On key) {
        return key.timeline().known() && timeline.compareTo(key.timeline()) > 0;
    }

    /// Too few voters say that they have no more than this one.
    public static boolean tooFewVoters(World world) {
        return !forced(world.me(), world) && on(world) instanceof SyncState.On key && !needsNobody(world.me(), LeaderRace.timeline(world), key) && !elected(key, world.me(), LeaderRace.timeline(world), LeaderRace.end(world), world);
    }

    /// Whether `peer` may be given the lead though the last leader's end is not known for certain.
    static boolean elects(MemberName name, PeerReport.Answered peer, World world) {
        return !(on(world) instanceof SyncState.On key) || votes(key).voters().has(name) && elected(key, name, peer.timeline(), peer.position(), world);
    }

    /// By which key promises are asked for before this member leads: by none when it acknowledged everything itself, or an operator takes the loss.
    static SyncState ask(World world) {
        return !forced(world.me(), world) && on(world) instanceof SyncState.On key && !namesLeader(key, world.me()) ? key : SyncState.OFF;
    }

    static boolean electable(SyncState.On key, MemberName name) {
        return votes(key).electable() && votes(key).voters().has(name);
    }

    static int promises(SyncState.On key) {
        return votes(key).promises();
    }

    /// Somebody else was given a term since this primary led, and the key does not name this one: it may lack what another acknowledged. Or etcd has forgotten who, and
    /// this member's disk says that another acknowledged more.
    public static boolean anotherWasElected(World world) {
        if (world.writable() && Acknowledged.behind(world)) return true;
        var last = world.cluster().term();
        return world.writable() && world.cluster().sync() instanceof SyncState.On key && !namesLeader(key, world.me()) && !last.equals(TermClaim.NONE) && !last.by().equals(world.me());
    }

    private static SyncState on(World world) {
        return Witness.forgotten(world) ? world.memory().standing().sync() : world.cluster().sync();
    }

    private static Votes votes(SyncState.On key) {
        return Votes.of(key);
    }

    private static boolean namesLeader(SyncState.On key, MemberName name) {
        return key.leader().equalsIgnoreCase(name.value());
    }

    /// The key names this member: nobody has acknowledged anything since it led, and it is promoted without promises.
    public static boolean ledLast(World world) {
        return world.cluster().sync() instanceof SyncState.On key && namesLeader(key, world.me());
    }

    /// An operator takes the loss that this member brings.
    public static boolean forcedHere(World world) {
        return forced(world.me(), world);
    }

    /// An operator who asks for a failover to one member means it, whatever is lost.
    private static boolean forced(MemberName name, World world) {
        return world.request() instanceof OperatorRequest.Failover(var candidate, _) && candidate.equals(name);
    }

    private static boolean elected(SyncState.On key, MemberName candidate, Timeline timeline, WalPosition end, World world) {
        var voters = votes(key).voters();
        var others = world.peers().entrySet().stream().filter(p -> !p.getKey().equals(candidate) && voters.has(p.getKey()) && votes(p.getValue(), timeline, end)).count();
        return others + (voters.has(candidate) ? 1 : 0) >= votes(key).promises();
    }

    /// One that has no more votes for the candidate. One whose position is not known does not.
    private static boolean votes(PeerReport report, Timeline timeline, WalPosition end) {
        return report instanceof PeerReport.Answered a && a.running() && !a.primary() && a.position().known()
                && !LeaderRace.ahead(a.timeline(), a.position(), timeline, end);
    }
}
