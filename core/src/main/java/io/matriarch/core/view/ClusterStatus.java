package io.matriarch.core.view;

import java.util.Map;

/// The `status` key: how far the leader's WAL was when it last said so, and its slots.
public record ClusterStatus(WalPosition optime, Map<String, WalPosition> slots) {
    public static final ClusterStatus UNKNOWN = new ClusterStatus(WalPosition.ZERO, Map.of());

    public ClusterStatus {
        slots = Map.copyOf(slots);
    }
}
