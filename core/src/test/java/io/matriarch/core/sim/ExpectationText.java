package io.matriarch.core.sim;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words of an [Expectation].
final class ExpectationText {
    /// One of the forms an expectation may have.
    private record Form(Pattern pattern, Function<MatchResult, Expectation> made) {
        Stream<Expectation> read(String line) {
            return pattern.matcher(line).results().map(made);
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(Pattern.compile("^at (\\S+) expect (leader \\w+|standby leader \\w+|whole standby cluster|another leader|no leader|timeline \\d+|whole)$"), m -> new Expectation.At(FaultText.duration(m.group(1)), m.group(2))),
            new Form(Pattern.compile("^expect leaders (.+)$"), m -> new Expectation.Leaders(List.of(m.group(1).split(" ", -1)))),
            new Form(Pattern.compile("^expect no outage$"), _ -> new Expectation.Outage(Duration.ZERO, Duration.ZERO)),
            new Form(Pattern.compile("^expect outage from (\\S+) to (\\S+)$"), m -> new Expectation.Outage(FaultText.duration(m.group(1)), FaultText.duration(m.group(2)))),
            new Form(Pattern.compile("^expect no row lost$"), _ -> new Expectation.Lost(0, 0)),
            new Form(Pattern.compile("^expect (\\d+) to (\\d+) rows lost$"), m -> new Expectation.Lost(Long.parseLong(m.group(1)), Long.parseLong(m.group(2)))),
            new Form(Pattern.compile("^expect rule (\\S+) at (\\w+)$"), m -> new Expectation.RuleAt(m.group(1), m.group(2), true)),
            new Form(Pattern.compile("^expect no rule (\\S+) at (\\w+)$"), m -> new Expectation.RuleAt(m.group(1), m.group(2), false)));

    /// An [IllegalArgumentException] when it is none.
    static Expectation read(String line) {
        return FORMS.stream().flatMap(form -> form.read(line)).findFirst().orElseThrow(() -> new IllegalArgumentException("not an expectation: " + line));
    }

    private ExpectationText() {}
}
