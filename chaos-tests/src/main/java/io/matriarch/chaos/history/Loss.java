package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Why an acknowledged row may be missing on the final primary, if anything excuses it.
public enum Loss {
    /// Acknowledged within the bound before the old primary's end: asynchronous replication may lose it.
    INSIDE_BOUND,
    /// Acknowledged earlier than that, or by a primary that no other node succeeded (a restart in place loses nothing): nothing excuses it.
    OUTSIDE_BOUND,
    /// Acknowledged by an old primary when its successor had already acknowledged something: lost to two writable servers.
    AFTER_SUCCESSOR;

    /// The class of a lost row. The old primary's end is its last acknowledgement that came before the successor's first.
    static Loss of(Ack lost, List<Era> eras, List<Ack> acks, Duration bound) {
        var era = eras.stream().filter(e -> e.holds(lost)).findFirst().orElseThrow();
        return successor(era, eras).filter(next -> !next.node().equals(era.node())).map(next -> classify(lost, era, next, acks, bound)).orElse(OUTSIDE_BOUND);
    }

    private static Optional<Era> successor(Era era, List<Era> eras) {
        return eras.stream().filter(e -> e.beganAfter(era)).min(Comparator.comparing(Era::firstReceived));
    }

    private static Loss classify(Ack lost, Era era, Era next, List<Ack> acks, Duration bound) {
        if (lost.sent().compareTo(next.firstReceived()) > 0) {
            return AFTER_SUCCESSOR;
        }
        var end = acks.stream().filter(era::holds).map(Ack::received)
                .filter(at -> at.compareTo(next.firstReceived()) <= 0)
                .max(Comparator.naturalOrder()).orElse(era.firstReceived());
        return lost.received().compareTo(end.minus(bound)) >= 0 ? INSIDE_BOUND : OUTSIDE_BOUND;
    }
}
