package io.matriarch.chaos.cluster;

/// Which processes a fault hits. All but the last belong to the primary's node.
public enum Target {
    /// The agent's own process.
    AGENT,
    /// The agent and everything it runs beside PostgreSQL (a guardian, say).
    AGENT_TREE,
    /// What the agent runs beside PostgreSQL, without the agent; nobody, if it runs nothing.
    GUARDIAN,
    /// PostgreSQL's parent process; its backends are left to themselves.
    POSTMASTER,
    /// Everything on the node at one instant.
    NODE,
    /// The raft leader of etcd.
    ETCD_LEADER
}
