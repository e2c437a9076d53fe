package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The time in which one node acknowledged writes on one timeline. A promotion begins a new timeline, so within an era the node was
/// primary without interruption by anybody else; two eras of different nodes must not overlap.
///
/// Each end is known within bounds: an acknowledged write was committed somewhere between its sending and its answer.
public record Era(String node, int timeline, Duration firstSent, Duration firstReceived, Duration lastSent, Duration lastReceived) {

    private record Primacy(String node, int timeline) {}

    /// The eras in these writes, oldest first.
    public static List<Era> of(List<Write> writes) {
        return Ack.of(writes).stream()
                .collect(Collectors.groupingBy(ack -> new Primacy(ack.node(), ack.timeline())))
                .entrySet().stream()
                .map(entry -> spanning(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Era::firstReceived))
                .toList();
    }

    private static Era spanning(Primacy primacy, List<Ack> acks) {
        var sent = acks.stream().map(Ack::sent).sorted().toList();
        var received = acks.stream().map(Ack::received).sorted().toList();
        return new Era(primacy.node(), primacy.timeline(), sent.getFirst(), received.getFirst(), sent.getLast(), received.getLast());
    }

    boolean holds(Ack ack) {
        return ack.node().equals(node) && ack.timeline() == timeline;
    }

    boolean beganAfter(Era other) {
        return firstReceived.compareTo(other.firstReceived) > 0;
    }
}
