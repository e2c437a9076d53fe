package io.matriarch.chaos.cluster;

/// What a node is cut off from. Clients reach it always, as a client in its rack would.
public enum Link {
    ETCD, PEERS, BOTH
}
