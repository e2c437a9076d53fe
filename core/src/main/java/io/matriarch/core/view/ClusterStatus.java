package io.matriarch.core.view;

import java.util.List;
import java.util.Map;

/// The `status` key: how far the leader's WAL was when it last said so, its slots, and on which timeline (unknown where Patroni wrote it: positions
/// of two timelines do not compare). `acknowledged` is up to where commits were, in a synchronous mode. `retained` are the slots of members, also of some that are
/// away: every member that may lead next keeps them.
public record ClusterStatus(WalPosition optime, Map<String, WalPosition> slots, Timeline timeline, HighWater acknowledged, List<String> retained) {
    public static final ClusterStatus UNKNOWN = new ClusterStatus(WalPosition.ZERO, Map.of());

    /// Of a leader that keeps no slots for members.
    public ClusterStatus(WalPosition optime, Map<String, WalPosition> slots, Timeline timeline, HighWater acknowledged) {
        this(optime, slots, timeline, acknowledged, List.of());
    }

    /// Of a leader whose commits wait for nobody.
    public ClusterStatus(WalPosition optime, Map<String, WalPosition> slots, Timeline timeline) {
        this(optime, slots, timeline, HighWater.UNKNOWN);
    }

    /// As Patroni writes it.
    public ClusterStatus(WalPosition optime, Map<String, WalPosition> slots) {
        this(optime, slots, Timeline.UNKNOWN);
    }

    public ClusterStatus {
        slots = Map.copyOf(slots);
        retained = List.copyOf(retained);
    }
}
