package io.matriarch.core.view;

/// What etcd said this time.
public sealed interface DcsView {
    /// `lease` is this agent's own live lease, [Lease#NONE] when it has none yet.
    record Reachable(ClusterView cluster, Lease lease) implements DcsView {}

    /// No answer within the deadline. Nothing follows from that about the keys.
    record Unreachable(String reason) implements DcsView {}
}
