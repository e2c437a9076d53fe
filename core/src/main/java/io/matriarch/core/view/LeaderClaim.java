package io.matriarch.core.view;

import java.time.Duration;

/// What a leader that cannot reach etcd says to each member itself, and a heartbeat would say in etcd: that it leads, on which lease, with which ttl its
/// permit is counted, and how far its WAL is. `lease` is none where Patroni asks, `ttl` zero. The URLs are for Patroni.
public record LeaderClaim(MemberName by, LeaseId lease, Duration ttl, ClusterStatus status, String connUrl, String apiUrl) {}
