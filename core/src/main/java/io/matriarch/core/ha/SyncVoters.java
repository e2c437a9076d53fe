package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.Votes;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
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
        return forced(name, world) || !(on(world) instanceof SyncState.On key) || !madeByHand(timeline, world) && (needsNobody(name, timeline, key) || votes(key).voters().has(name));
    }

    /// Nobody was given the right to make this timeline, and nobody who led told of it: somebody promoted that server by hand, wherever its WAL ended.
    private static boolean madeByHand(Timeline timeline, World world) {
        var claimed = world.cluster().claim().number();
        return claimed.known() && timeline.compareTo(claimed) > 0 && LeaderRace.newerThanCurrent(timeline, world);
    }

    private static boolean needsNobody(MemberName name, Timeline timeline, SyncState.On key) {
        return namesLeader(key, name) || overtakes(timeline, key);
    }

    /// A later timeline was made from all that counted, or by an operator who took the loss; and nothing was acknowledged on it, or the key would name
    /// who leads on it. Then this copy lacks nothing, and those on the key's own timeline acknowledge nothing more: a primary of it does not lead again
    /// once another may have made a later one ([#anotherWasElected]).
    public static boolean overtakes(Timeline timeline, SyncState.On key) {
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

    /// By which key promises are asked for before this member leads: by none when it acknowledged everything itself, when its timeline was made from all that
    /// counts, or when an operator takes the loss.
    static SyncState ask(World world) {
        return !forced(world.me(), world) && on(world) instanceof SyncState.On key && !needsNobody(world.me(), LeaderRace.timeline(world), key) ? key : SyncState.OFF;
    }

    /// Whether `peer` would not wait for voters in vain, as far as this member knows, which has no more than it.
    static boolean wouldWin(MemberName name, PeerReport.Answered peer, World world) {
        return forced(name, world) || !(on(world) instanceof SyncState.On key) || needsNobody(name, peer.timeline(), key)
                || votesFor(key, name, peer.timeline(), peer.position(), world) + (votes(key).voters().has(world.me()) ? 1 : 0) >= votes(key).promises();
    }

    static boolean electable(SyncState.On key, MemberName name) {
        return votes(key).electable() && votes(key).voters().has(name);
    }

    static int promises(SyncState.On key) {
        return votes(key).promises();
    }

    /// Somebody else was given a term since this primary led, or leads without one (Patroni), and the key does not name this one: it may lack what another acknowledged. Or it names this one, but he
    /// may have made a later timeline, which counts from then on. Or etcd has forgotten who, and this member's disk says that another acknowledged more.
    public static boolean anotherWasElected(World world) {
        if (!world.writable()) return false;
        return Acknowledged.behind(world) || world.cluster().sync() instanceof SyncState.On key && (wasReplaced(key, world) || mayHaveBeenPromoted(world.cluster().claim(), world));
    }

    private static boolean wasReplaced(SyncState.On key, World world) {
        var last = world.cluster().term();
        return !namesLeader(key, world.me()) && (MixedCluster.wrotePatroni(key) || !last.equals(TermClaim.NONE) && !last.by().equals(world.me()));
    }

    /// A number that nobody may make any more is nobody's.
    private static boolean mayHaveBeenPromoted(TimelineClaim claim, World world) {
        return !claim.by().equals(TimelineClaim.NONE.by()) && !claim.by().equals(world.me()) && claim.number().compareTo(LeaderRace.timeline(world)) > 0;
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

    /// This member, which had acknowledged everything itself, wrote in the key the number of a timeline that it was about to make, above every other. What was
    /// written on the others counts for nothing then, though it may be that this one was never made (seed 9366).
    static boolean announced(Timeline current, World world) {
        return on(world) instanceof SyncState.On key && namesLeader(key, world.me()) && key.timeline().compareTo(current) > 0;
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
        return votesFor(key, candidate, timeline, end, world) >= votes(key).promises();
    }

    private static long votesFor(SyncState.On key, MemberName candidate, Timeline timeline, WalPosition end, World world) {
        var voters = votes(key).voters();
        var others = world.peers().entrySet().stream().filter(p -> !p.getKey().equals(candidate) && voters.has(p.getKey()) && votes(p.getValue(), timeline, end)).count();
        return others + (voters.has(candidate) ? 1 : 0);
    }

    /// One that has no more votes for the candidate. One whose position is not known does not.
    static boolean votes(PeerReport report, Timeline timeline, WalPosition end) {
        return report instanceof PeerReport.Answered a && a.running() && !a.primary() && a.position().known()
                && !LeaderRace.ahead(a.timeline(), a.position(), timeline, end);
    }
}
