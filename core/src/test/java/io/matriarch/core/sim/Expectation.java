package io.matriarch.core.sim;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a scenario's author expects: of one moment (`at 20s expect leader b`), or of the whole run.
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

    /// One of the forms an expectation may have.
    record Form(Pattern pattern, Function<MatchResult, Expectation> made) {
        Stream<Expectation> read(String line) {
            return pattern.matcher(line).results().map(made);
        }
    }

    List<Form> FORMS = List.of(
            new Form(Pattern.compile("^at (\\S+) expect (leader \\w+|another leader|no leader|timeline \\d+|whole)$"), m -> new At(FaultText.duration(m.group(1)), m.group(2))),
            new Form(Pattern.compile("^expect leaders (.+)$"), m -> new Leaders(List.of(m.group(1).split(" ", -1)))),
            new Form(Pattern.compile("^expect no outage$"), _ -> new Outage(Duration.ZERO, Duration.ZERO)),
            new Form(Pattern.compile("^expect outage from (\\S+) to (\\S+)$"), m -> new Outage(FaultText.duration(m.group(1)), FaultText.duration(m.group(2)))),
            new Form(Pattern.compile("^expect no row lost$"), _ -> new Lost(0, 0)),
            new Form(Pattern.compile("^expect (\\d+) to (\\d+) rows lost$"), m -> new Lost(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)))),
            new Form(Pattern.compile("^expect rule (\\S+) at (\\w+)$"), m -> new RuleAt(m.group(1), m.group(2), true)),
            new Form(Pattern.compile("^expect no rule (\\S+) at (\\w+)$"), m -> new RuleAt(m.group(1), m.group(2), false)));

    static Expectation read(String line) {
        return FORMS.stream().flatMap(form -> form.read(line)).findFirst().orElseThrow(() -> new IllegalArgumentException("not an expectation: " + line));
    }

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
