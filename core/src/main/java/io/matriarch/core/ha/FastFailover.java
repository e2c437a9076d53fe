package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.UpstreamView;

/// `fast_failover`: whether so many voters have lost the primary that it cannot acknowledge anything any more, so that waiting for its lease makes nothing safer.
///
/// Nothing that was acknowledged rests on this: who takes the key over asks for promises like every candidate ([Candidacy]). If the primary lives after
/// all, cut off from the voters, it may answer reads that are old, and let commits through that wait for nobody, until it hears of it or its permit ends.
public final class FastFailover {
    private FastFailover() {}

    /// Worth asking about: this voter receives nothing from the leader that the `sync` key names. Where a voter runs Patroni the lease has to end: its word
    /// that it has no more is worth nothing while the leader lives.
    static boolean suspected(World w) {
        return inForce(w) && w.lock() instanceof LeaderLock.Held(var holder, _, _, _) && !holder.equals(w.me())
                && w.cluster().sync() instanceof SyncState.On key && key.leader().equalsIgnoreCase(holder.value()) && SyncVoters.electable(key, w.me()) && MixedCluster.voters(key, w).isEmpty() && receivesNothing(w);
    }

    static boolean inForce(World w) {
        return w.config().fastFailover() && !w.config().paused() && SyncMode.of(w.config().document()).kind() == SyncMode.Kind.QUORUM;
    }

    private static boolean receivesNothing(World w) {
        return w.postgres() instanceof PostgresState.Running r && !r.primary() && !r.replication().streaming();
    }

    /// Neither its server nor its agent answers, and too few voters receive from it to confirm a commit.
    public static boolean lost(World w) {
        return suspected(w) && w.lock() instanceof LeaderLock.Held(var holder, _, _, _) && w.cluster().sync() instanceof SyncState.On key
                && w.local().upstream() instanceof UpstreamView.Silent && w.peers().get(holder) instanceof PeerReport.Silent
                && voters(key, w) >= SyncVoters.promises(key) && !Witness.inDoubt(w) && !FailsafeMode.binds(w);
    }

    /// How many voters receive nothing, this one among them.
    private static long voters(SyncState.On key, World w) {
        return 1 + w.peers().entrySet().stream().filter(p -> isVoter(key, p.getKey()) && p.getValue() instanceof PeerReport.Answered a && a.running() && !a.primary() && !a.receives()).count();
    }

    private static boolean isVoter(SyncState.On key, MemberName name) {
        return SyncMode.names(key, name);
    }
}
