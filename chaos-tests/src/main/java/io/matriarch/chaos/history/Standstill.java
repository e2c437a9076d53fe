package io.matriarch.chaos.history;

import java.time.Duration;

/// A node of which every process stood still: what it answers to earlier questions, it answers after `until`.
public record Standstill(String node, Duration from, Duration until) {

    /// The moment from which the era's node can be blamed for being writable at `since`.
    Duration blamedSince(Era era, Duration since) {
        boolean stillThen = era.node().equals(node) && since.compareTo(from) >= 0 && since.compareTo(until) < 0;
        return stillThen ? until : since;
    }
}
