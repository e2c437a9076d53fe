package io.matriarch.core.view;

import java.time.Duration;

/// The `heartbeat` key, put without a lease in every transaction that takes or renews the leader key: it outlives that key, so that
/// a challenger can tell how lately somebody proved to lead even when the leader key vanished before its time.
/// `revision` is its modification revision, 0 when no Matriarch has led this cluster; `ttl` is what its writer's permit is counted with.
public record Heartbeat(long revision, Duration ttl) {
    public static final Heartbeat NEVER = new Heartbeat(0, Duration.ZERO);
}
