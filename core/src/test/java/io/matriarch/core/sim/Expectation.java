package io.matriarch.core.sim;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What a scenario's author expects (its words are in [ExpectationText]): of one moment (`at 20s expect leader b`), or of the whole run.
sealed interface Expectation {
    /// At `when`, `state` is so: `leader b`, `another leader` (not the first node), `no leader`,
    /// `timeline 2` (of whoever leads), `whole`.
    record At(Duration when, String state) implements Expectation {}

    /// These led, one after another, and nobody else. `another` is whoever was not the one before.
    record Leaders(List<String> names) implements Expectation {}

    /// The longest time without anybody who takes writes.
    record Outage(Duration least, Duration most) implements Expectation {}

    /// Acknowledged rows that are gone.
    record Lost(long least, long most) implements Expectation {}

    /// This rule decided at that node at some time, or never.
    record RuleAt(String rule, String node, boolean fires) implements Expectation {}

    private static boolean matches(List<String> expected, List<String> led) {
        return expected.size() == led.size() && IntStream.range(0, led.size()).allMatch(i -> expected.get(i).equals("another") || expected.get(i).equals(led.get(i)));
    }

    /// What is otherwise than expected; empty when all is well. Moments are looked at while it runs.
    default String disappointment(ScenarioRun.Outcome outcome) {
        var well = switch (this) {
            case At _ -> true;
            case Leaders(var names) -> matches(names, outcome.leaders());
            case Outage(var least, var most) -> outcome.longestOutage().compareTo(least) >= 0 && outcome.longestOutage().compareTo(most) <= 0;
            case Lost(var least, var most) -> outcome.lost() >= least && outcome.lost() <= most;
            case RuleAt(var rule, var node, var fires) -> outcome.fired().contains(node + " " + rule) == fires;
        };
        return well ? "" : this + ", but led: " + outcome.leaders() + ", outages: " + outcome.outages() + ", lost: " + outcome.lost();
    }
}
