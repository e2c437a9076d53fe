package io.matriarch.core.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What many runs came to: summed figures, the seeds of every kind of failure and of what nobody could know, who waits for a person, and which rules
/// decided. Any thread.
final class Tally {
    private final TreeMap<String, List<Run>> failures = new TreeMap<>();
    private final TreeMap<String, List<Run>> unknowable = new TreeMap<>();
    private final TreeMap<String, Integer> waiting = new TreeMap<>();
    private final RulesSeen rules = new RulesSeen();
    private Run.Figures figures = Run.Figures.ZERO;

    /// Counts a run in. True when it is the first failure of its kind.
    synchronized boolean add(Run run) {
        figures = figures.plus(run.figures());
        rules.add(run.rules());
        if (run.verdict() instanceof Verdict.Waits) waiting.merge(run.verdict().text(), 1, Integer::sum);
        if (run.verdict() instanceof Verdict.NobodyKnew) unknowable.computeIfAbsent(run.verdict().kind(), _ -> new ArrayList<>()).add(run);
        if (run.verdict().held()) return false;
        var alike = failures.computeIfAbsent(run.verdict().kind(), _ -> new ArrayList<>());
        alike.add(run);
        return alike.size() == 1;
    }

    synchronized Run.Figures figures() {
        return figures;
    }

    /// How many clusters wait for a person.
    synchronized int waiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The seeds of those that broke what nobody could have kept.
    synchronized List<Long> unknowable() {
        return unknowable.values().stream().flatMap(List::stream).map(Run::seed).sorted().toList();
    }

    /// Those that never decided.
    synchronized List<String> silentRules() {
        return rules.never();
    }

    /// One failed run of each kind: that of the smallest seed.
    synchronized List<Run> examples() {
        return failures.values().stream().map(runs -> runs.stream().reduce((a, b) -> a.seed() < b.seed() ? a : b).orElseThrow()).toList();
    }

    synchronized List<Run> failed() {
        return failures.values().stream().flatMap(List::stream).toList();
    }

    /// A broken promise of safety weighs most, then a crash, then a cluster that does not come back.
    synchronized int exitCode() {
        var codes = failed().stream().map(run -> run.verdict().exitCode()).toList();
        return codes.contains(1) ? 1 : codes.contains(3) ? 3 : codes.contains(2) ? 2 : 0;
    }

    /// `nanos`: how long it took so far.
    synchronized String status(long nanos) {
        return String.format(Locale.ROOT, "%,d seeds, %,.1f simulated hours, %,d faults, %,d failovers, %,d violations, %,d wait for a person, %,d unknowable, %,d events/s",
                figures.seeds(), figures.virtual().toMillis() / 3.6e6, figures.strikes(), figures.promotions(), failed().size(), waiting(), unknowable().size(),
                (long) (figures.events() / Math.max(1e-9, nanos / 1e9)));
    }

    /// A line for each kind of failure, and of what nobody could know, with seeds; one for each kind of waiting, in numbers; and what the rules did.
    synchronized List<String> summary() {
        var waits = waiting.entrySet().stream().map(e -> String.format(Locale.ROOT, "%6d x %s", e.getValue(), e.getKey()));
        return Stream.of(seeds(failures), seeds(unknowable), waits, Stream.of(rules.text())).flatMap(lines -> lines).toList();
    }

    private static Stream<String> seeds(Map<String, List<Run>> kinds) {
        return kinds.entrySet().stream().map(e -> String.format(Locale.ROOT, "%6d x %s, seeds %s", e.getValue().size(), e.getKey(),
                e.getValue().stream().map(Run::seed).sorted().limit(10).map(Object::toString).toList()));
    }
}
