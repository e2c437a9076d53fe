package io.matriarch.core.view;

import java.util.List;
import java.util.stream.Stream;

/// The last leases that this agent has had, the newest first, also before it was restarted: a leader key that hangs on one of them is its own, or was.
/// What hangs on another one is somebody else's, whatever name is in it.
public record OwnLeases(List<LeaseId> ids) {
    /// An agent has one at a time; an old snapshot of etcd may bring one before it back.
    private static final int KEPT = 8;

    public static final OwnLeases NONE = new OwnLeases(List.of());

    public OwnLeases {
        ids = List.copyOf(ids);
    }

    public boolean has(LeaseId lease) {
        return ids.contains(lease);
    }

    /// With one that it has now.
    public OwnLeases with(LeaseId lease) {
        if (lease.equals(LeaseId.NONE) || has(lease)) return this;
        return new OwnLeases(Stream.concat(Stream.of(lease), ids.stream()).limit(KEPT).toList());
    }
}
