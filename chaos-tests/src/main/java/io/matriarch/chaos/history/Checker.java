package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges a recorded history by set algebra and an interval sweep. Both are free of false positives: a correct cluster cannot produce
/// what they flag, whatever the latencies were.
public final class Checker {

    private Checker() {}

    /// What this history says.
    ///
    /// @param bound how long before its end an asynchronous primary may have acknowledged rows that its successor never got
    public static Verdict check(History history, Duration bound) {
        var acks = Ack.of(history.writes());
        var eras = Era.of(history.writes());
        var found = Set.copyOf(history.finalRows());
        var lost = acks.stream().filter(ack -> !found.contains(ack.id())).toList();
        return new Verdict(eras, Overlap.worst(eras, history.standstills()), outage(history, acks),
                acks.stream().filter(Checker::recorded).count(),
                lost.stream().collect(Collectors.groupingBy(ack -> Loss.of(ack, eras, acks, bound),
                        Collectors.mapping(Ack::id, Collectors.toList()))),
                lost.stream().filter(Checker::recorded).count(),
                refusedButThere(history, found), twice(history.finalRows()), unasked(history));
    }

    private static boolean recorded(Ack ack) {
        return ack.client() == Client.RECORDER;
    }

    /// The longest gap between two neighbouring acknowledgements; what came before the last one before the fault does not count.
    private static Duration outage(History history, List<Ack> acks) {
        var all = acks.stream().filter(Checker::recorded).map(Ack::received).sorted().toList();
        var from = all.stream().filter(at -> at.compareTo(history.faultAt()) <= 0).reduce((_, later) -> later).orElse(history.faultAt());
        var points = Stream.of(Stream.of(from), all.stream().filter(at -> at.compareTo(from) > 0), Stream.of(history.endedAt()))
                .flatMap(at -> at).toList();
        return Stream.iterate(1, i -> i < points.size(), i -> i + 1)
                .map(i -> points.get(i).minus(points.get(i - 1)))
                .max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private static List<Long> refusedButThere(History history, Set<Long> found) {
        return history.writes().stream().filter(w -> w.outcome() instanceof Outcome.Refused && found.contains(w.id()))
                .map(Write::id).toList();
    }

    private static List<Long> twice(List<Long> rows) {
        var seen = new HashSet<Long>();
        return rows.stream().filter(id -> !seen.add(id)).toList();
    }

    private static List<Long> unasked(History history) {
        var asked = history.writes().stream().map(Write::id).collect(Collectors.toSet());
        return history.finalRows().stream().filter(id -> !asked.contains(id)).toList();
    }
}
