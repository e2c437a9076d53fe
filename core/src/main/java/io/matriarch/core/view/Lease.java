package io.matriarch.core.view;

import java.time.Duration;

/// An etcd lease with the time to live that etcd granted, which alone counts for deadlines (the configured one may just have changed).
public record Lease(LeaseId id, Duration ttl) {
    public static final Lease NONE = new Lease(LeaseId.NONE, Duration.ZERO);
}
