package io.matriarch.core.ha;

import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.StandbyCluster;
import java.util.Optional;

/// A standby cluster, as predicates over one World: whoever holds its lock is a standby of the remote, and nobody in it is ever promoted.
///
/// Timelines are the remote's. It alone says what is in its history ([Lineage] compares with it, whoever leads here), and a copy on an older one than others
/// here lacks nothing that the remote does not have. What this cluster's own etcd says of timelines tells what was when it last led itself: `history` and `status`
/// are written anew as the standby leader has them, down too; the claim only rises, and is nobody's, so that a promotion later makes a number above all.
public final class StandbyLeader {
    private StandbyLeader() {}

    /// Whether the configuration in force says that this cluster follows another one.
    public static boolean inForce(World w) {
        return w.config().standbyCluster() instanceof StandbyCluster.Following;
    }

    /// This member is, or is to be, the standby leader.
    public static boolean leads(World w) {
        return inForce(w) && w.holdsLock();
    }

    /// Whom to ask, and to copy from: nobody where WAL comes from an archive alone.
    public static Optional<Member> remote(World w) {
        return w.config().standbyCluster() instanceof StandbyCluster.Following following && following.remote().known() ? Optional.of(following.member()) : Optional.empty();
    }

    /// WAL comes by restore_command alone: nobody can be asked.
    public static boolean archiveOnly(World w) {
        return inForce(w) && remote(w).isEmpty();
    }

    /// Whom the standby leader follows.
    public static Upstream upstream(StandbyCluster.Following following) {
        return following.remote().known() ? new Upstream.Remote(following.remote(), following.slot()) : Upstream.NOBODY;
    }

    // ---- who has to be ended

    /// Nothing here can become writable without being asked from now on, and nobody asks in a standby cluster: so nobody is ended when the permit is over, and
    /// others may lead then all the same. Whatever may still be promoted, for it was asked to before, is guarded as ever.
    public static boolean harmless(World w) {
        return inForce(w) && !w.writable() && !makesPrimary(w.job()) && !PendingPromotion.mayCome(w);
    }

    /// Also what starts a primary again that is down meanwhile.
    private static boolean makesPrimary(JobStatus job) {
        return job instanceof JobStatus.Running(var kind, _, _) && (kind.makesPrimary() || kind == JobKind.RESTART);
    }

    /// The configuration has not changed since the key was made: whoever has held it in this term asked for no promotion.
    static boolean followedAllTheTerm(World w) {
        var configured = w.cluster().configRevision();
        return inForce(w) && w.lock() instanceof LeaderLock.Held(_, _, var created, _) && configured != 0 && configured < created;
    }

    // ---- a node without data

    /// No member has a copy that could be started, the remote has all there is, and nobody else may lead.
    public static boolean onlyTheRemoteHasData(World w) {
        return couldCopy(w) && !LeaderRace.lastLeaderMayLive(w)
                && w.cluster().others(w.me()).stream().allMatch(m -> w.peers().get(m.name()) instanceof PeerReport.Answered a && a.copyless() && !a.running());
    }

    /// Whether the others are to be asked for that.
    static boolean couldCopy(World w) {
        return remote(w).isPresent() && w.initialize() instanceof Initialize.Done && !w.node().tags().noFailover() && w.postgres().copyless();
    }

    /// The copy with which a cluster may be made known: what initdb made, or a copy of the remote.
    public static boolean founded(World w, ControlData control) {
        return inForce(w) ? control.standby() : !control.standby() && control.cleanly();
    }
}
