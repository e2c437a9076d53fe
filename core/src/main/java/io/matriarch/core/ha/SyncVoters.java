package io.matriarch.core.ha;

import static io.matriarch.core.ha.SyncLeader.forced;
import static io.matriarch.core.ha.SyncLeader.key;
import static io.matriarch.core.ha.SyncLeader.madeByHand;
import static io.matriarch.core.ha.SyncLeader.needsNobody;

import io.matriarch.core.ha.sync.Votes;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.SyncState;
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
        return forced(name, world) || !(key(world) instanceof SyncState.On key) || !madeByHand(timeline, world)
                && (needsNobody(name, timeline, key) || votes(key).voters().has(name));
    }

    /// Too few voters say that they have no more than this one.
    public static boolean tooFewVoters(World world) {
        return ask(world) instanceof SyncState.On key && !elected(key, world.me(), LeaderRace.timeline(world), LeaderRace.end(world), world);
    }

    /// Whether `peer` may be given the lead though the last leader's end is not known for certain.
    static boolean elects(MemberName name, PeerReport.Answered peer, World world) {
        return !(key(world) instanceof SyncState.On key) || votes(key).voters().has(name) && elected(key, name, peer.timeline(), peer.position(), world);
    }

    /// By which key promises are asked for before this member leads: by none when it acknowledged everything itself, when its timeline was made from all that
    /// counts, or when an operator takes the loss.
    static SyncState ask(World world) {
        return !forced(world.me(), world) && key(world) instanceof SyncState.On key && !needsNobody(world.me(), LeaderRace.timeline(world), key) ? key : SyncState.OFF;
    }

    /// Whether `peer` would not wait for voters in vain, as far as this member knows, which has no more than it.
    static boolean wouldWin(MemberName name, PeerReport.Answered peer, World world) {
        return forced(name, world) || !(key(world) instanceof SyncState.On key) || needsNobody(name, peer.timeline(), key)
                || votesFor(key, name, peer.timeline(), peer.position(), world) + (votes(key).voters().has(world.me()) ? 1 : 0) >= votes(key).promises();
    }

    static boolean electable(SyncState.On key, MemberName name) {
        return votes(key).electable() && votes(key).voters().has(name);
    }

    static int promises(SyncState.On key) {
        return votes(key).promises();
    }

    private static Votes votes(SyncState.On key) {
        return Votes.of(key);
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
