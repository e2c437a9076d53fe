package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.ReplicaMethods;
import java.util.List;

/// A copy that needs nobody to copy from (`no_leader` of a replica method: a backup, and the WAL archive), as predicates over one World.
///
/// What is restored may lack what was acknowledged, and leads by the rules of every standby only. So it is made only where those rules can tell:
/// - Commits asynchronous: by the newest timeline and the last position that etcd knows. Nothing is restored where etcd knows none, or was set back.
/// - Commits synchronous: a voter's promise is that it still has what it once confirmed, and a leader that the `sync` key names leads again without being asked. Whom
///   the key names has lost that with its data, and a backup does not bring it back: such a member waits for a leader. Nobody else is elected by the key.
public final class Restoring {
    private Restoring() {}

    /// Nobody has led for longer than an election takes: a copy of a leader would be newer. In a standby cluster the remote is copied, if there is one to be asked.
    public static boolean may(World w) {
        return w.postgres().copyless() && w.initialize() instanceof Initialize.Done && possible(w) && StandbyLeader.remote(w).isEmpty()
                && measured(w) && !vouched(w) && !electionMayBeUnderWay(w);
    }

    /// Whether the configuration names a way.
    public static boolean possible(World w) {
        return !methods(w).isEmpty();
    }

    private static List<String> methods(World w) {
        var section = ReplicaMethods.inForce(w.config().postgresql(), w.node().methods());
        return ReplicaMethods.withoutLeader(ReplicaMethods.named(StandbyLeader.inForce(w) ? w.config().document().section("standby_cluster") : section), section);
    }

    /// What it will be compared with is there. In a standby cluster nobody is promoted, so nothing can be lost.
    private static boolean measured(World w) {
        return StandbyLeader.inForce(w) || w.cluster().status().optime().known() && !Witness.forgotten(w);
    }

    /// Others count on what this member had.
    private static boolean vouched(World w) {
        return SyncLeader.ledLast(w) || SyncMode.names(w.cluster().sync(), w.me());
    }

    private static boolean electionMayBeUnderWay(World w) {
        return w.now().isBefore(w.memory().sign().quarantined().plus(w.config().timing().ttl()));
    }
}
