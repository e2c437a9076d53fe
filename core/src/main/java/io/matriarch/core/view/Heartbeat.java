package io.matriarch.core.view;

import java.time.Duration;

/// The `heartbeat` key, put without a lease in every transaction that takes or renews the leader key: it outlives that key, so that
/// a challenger can tell how lately somebody proved to lead even when the leader key vanished before its time.
/// `revision` is its modification revision, 0 when no Matriarch has led this cluster; `ttl` is what its writer's permit is counted with.
/// `guarded` is false while the cluster is paused: nobody ends the writer's server when its permit is over.
/// `lease` is the one its term hangs on.
public record Heartbeat(long revision, Duration ttl, MemberName by, boolean guarded, LeaseId lease) {
    public static final Heartbeat NEVER = new Heartbeat(0, Duration.ZERO, new MemberName(""), true, LeaseId.NONE);
}
