package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.LocalView;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import java.util.Map;

/// All facts of one tick. Whatever a decision depends on is in here, so a recorded World decides the same again.
public record World(NodeConfig node, Moment now, DcsView dcs, LocalView local, Permit permit, Map<MemberName, PeerReport> peers, Memory memory) {
    public World {
        peers = Map.copyOf(peers);
    }

    public MemberName me() {
        return node.name();
    }

    /// The cluster as etcd has it now; empty when etcd does not answer. Situations keep apart which of the two it is.
    public ClusterView cluster() {
        return dcs instanceof DcsView.Reachable(var cluster, _) ? cluster : ClusterView.EMPTY;
    }

    public LeaseId lease() {
        return dcs instanceof DcsView.Reachable(_, var lease) ? lease : LeaseId.NONE;
    }

    public LeaderLock lock() {
        return cluster().lock();
    }

    /// The dynamic configuration in force: etcd's, or the last known one, so that a wiped key changes nothing.
    public ClusterConfig config() {
        return memory.config();
    }

    public boolean permitted() {
        return permit.covers(now);
    }
}
