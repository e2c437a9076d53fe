package io.matriarch.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.history.Loss;
import io.matriarch.chaos.history.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What is printed: a line for each round, a table of all, and JSON for machines.
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private Report() {}

    static String line(Result result) {
        var figures = switch (result) {
            case Result.Whole whole -> figures(whole.verdict()) + " whole %.1f s %s->%s".formatted(
                    seconds(whole.whole()), whole.before(), whole.after()) + (whole.restarts() > 0 ? " restarts " + whole.restarts() : "");
            case Result.Broken broken -> figures(broken.verdict());
            case Result.Impossible _ -> "";
        };
        return "seed %-6d %-18s %s %s".formatted(result.seed(), result.fault().word(), figures,
                result.passed() ? "ok" : "VIOLATION: " + String.join("; ", result.violations()));
    }

    private static String figures(Verdict verdict) {
        return "outage %6.2f s  overlap %s ms  acked %d lost %d (all clients: inside %d, outside %d, after %d) ".formatted(
                seconds(verdict.outage()), overlap(verdict), verdict.acked(), verdict.lostOfRecorder(), verdict.lost(Loss.INSIDE_BOUND),
                verdict.lost(Loss.OUTSIDE_BOUND), verdict.lost(Loss.AFTER_SUCCESSOR));
    }

    /// At least .. at most.
    private static String overlap(Verdict verdict) {
        return String.format(Locale.ROOT, "%.0f..%.0f", millis(verdict.overlap().atLeast()), millis(verdict.overlap().atMost()));
    }

    static String table(List<Result> results) {
        var text = new StringBuilder("%-18s %6s %14s %14s %8s %8s %8s %11s %6s%n".formatted(
                "fault", "rounds", "outage med s", "outage max s", "overlap", "acked", "lost", "whole max s", "failed"));
        results.stream().collect(Collectors.groupingBy(result -> result.fault().word(), LinkedHashMap::new, Collectors.toList()))
                .forEach((word, rounds) -> text.append(row(word, rounds)));
        long failed = results.stream().filter(result -> !result.passed()).count();
        return text.append("%d passed, %d failed%n".formatted(results.size() - failed, failed)).toString();
    }

    private static String row(String word, List<Result> rounds) {
        var whole = rounds.stream().<Result.Whole>mapMulti((result, out) -> {
            if (result instanceof Result.Whole one) {
                out.accept(one);
            }
        }).toList();
        var outages = whole.stream().map(one -> one.verdict().outage()).sorted().toList();
        return "%-18s %6d %14.2f %14.2f %5.0f ms %8d %8d %11.1f %6d%n".formatted(word, rounds.size(),
                outages.isEmpty() ? 0 : seconds(outages.get(outages.size() / 2)), max(whole, one -> seconds(one.verdict().outage())),
                max(whole, one -> millis(one.verdict().overlap().atMost())),
                whole.stream().mapToLong(one -> one.verdict().acked()).sum(),
                whole.stream().mapToLong(one -> one.verdict().lostOfRecorder()).sum(),
                max(whole, one -> seconds(one.whole())), rounds.stream().filter(result -> !result.passed()).count());
    }

    private static double max(List<Result.Whole> rounds, ToDoubleFunction<Result.Whole> figure) {
        return rounds.stream().map(figure::applyAsDouble).max(Comparator.naturalOrder()).orElse(0.0);
    }

    static String json(Result result) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("seed", result.seed());
        fields.put("fault", result.fault().word());
        fields.put("violations", result.violations());
        switch (result) {
            case Result.Whole whole -> {
                fields.putAll(figuresByName(whole.verdict()));
                fields.putAll(Map.of("hold_s", seconds(whole.hold()), "whole_s", seconds(whole.whole()), "restarts", whole.restarts(),
                        "before", whole.before(), "after", whole.after()));
            }
            case Result.Broken broken -> fields.putAll(figuresByName(broken.verdict()));
            case Result.Impossible _ -> { }
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Map<String, Object> figuresByName(Verdict verdict) {
        return Map.of("outage_s", seconds(verdict.outage()), "overlap_at_least_ms", millis(verdict.overlap().atLeast()),
                "overlap_at_most_ms", millis(verdict.overlap().atMost()), "acked", verdict.acked(), "lost", verdict.lostOfRecorder(),
                "lost_inside", verdict.lost(Loss.INSIDE_BOUND), "lost_outside", verdict.lost(Loss.OUTSIDE_BOUND),
                "lost_after_successor", verdict.lost(Loss.AFTER_SUCCESSOR));
    }

    private static double seconds(Duration span) {
        return span.toNanos() / BILLION;
    }

    private static double millis(Duration span) {
        return span.toNanos() / MILLION;
    }
}
