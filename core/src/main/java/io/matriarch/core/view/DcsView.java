package io.matriarch.core.view;

/// What etcd said this time.
public sealed interface DcsView {
    /// `lease` is this agent's own live lease, [Lease#NONE] when it has none yet. `connection`: while it stays the same, a connection that was
    /// there at one look was there at the next, so the etcd that it leads to was not ended, and cannot have been wiped or restored in between.
    record Reachable(ClusterView cluster, Lease lease, long connection) implements DcsView {
        public Reachable(ClusterView cluster, Lease lease) {
            this(cluster, lease, 0);
        }
    }

    /// No answer within the deadline. Nothing follows from that about the keys.
    record Unreachable(String reason) implements DcsView {}
}
