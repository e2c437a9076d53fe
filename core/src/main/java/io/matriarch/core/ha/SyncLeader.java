package io.matriarch.core.ha;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;

/// What the `sync` key says of who led last: who needs nobody's word to lead again, and whether a primary that led was replaced since (design: safety.md I2).
public final class SyncLeader {
    private SyncLeader() {}

    // ---- who needs nobody

    /// The key names this member: nobody has acknowledged anything since it led, and it is promoted without promises.
    public static boolean ledLast(World world) {
        return world.cluster().sync() instanceof SyncState.On key && namesLeader(key, world.me());
    }

    /// This member, which had acknowledged everything itself, wrote in the key the number of a timeline that it was about to make, above every other. What was
    /// written on the others counts for nothing then, though it may be that this one was never made (seed 9366).
    static boolean announced(Timeline current, World world) {
        return key(world) instanceof SyncState.On key && namesLeader(key, world.me()) && key.timeline().compareTo(current) > 0;
    }

    /// An operator takes the loss that this member brings.
    public static boolean forcedHere(World world) {
        return forced(world.me(), world);
    }

    /// An operator who asks for a failover to one member means it, whatever is lost.
    static boolean forced(MemberName name, World world) {
        return world.request() instanceof OperatorRequest.Failover(var candidate, _) && candidate.equals(name);
    }

    /// Nobody was given the right to make this timeline, and nobody who led told of it: somebody promoted that server by hand, wherever its WAL ended.
    static boolean madeByHand(Timeline timeline, World world) {
        var claimed = world.cluster().claim().number();
        return claimed.known() && timeline.compareTo(claimed) > 0 && LeaderRace.newerThanCurrent(timeline, world);
    }

    static boolean needsNobody(MemberName name, Timeline timeline, SyncState.On key) {
        return namesLeader(key, name) || overtakes(timeline, key);
    }

    /// A later timeline was made from all that counted, or by an operator who took the loss; and nothing was acknowledged on it, or the key would name
    /// who leads on it. Then this copy lacks nothing, and those on the key's own timeline acknowledge nothing more: a primary of it does not lead again
    /// once another may have made a later one ([#anotherWasElected]).
    public static boolean overtakes(Timeline timeline, SyncState.On key) {
        return key.timeline().known() && timeline.compareTo(key.timeline()) > 0;
    }

    // ---- who was replaced

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

    /// As etcd says, or as it said before it forgot. In a standby cluster nobody acknowledges anything.
    static SyncState key(World world) {
        if (StandbyLeader.inForce(world)) return SyncState.OFF;
        return Witness.forgotten(world) ? world.memory().standing().sync() : world.cluster().sync();
    }

    private static boolean namesLeader(SyncState.On key, MemberName name) {
        return key.leader().equalsIgnoreCase(name.value());
    }
}
