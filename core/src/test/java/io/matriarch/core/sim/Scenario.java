package io.matriarch.core.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A failure as somebody writes it down: a title, why it matters, a cluster, what is done to it and when, and what is expected. As text:
///
/// ```
/// # The primary's node dies
/// Why, in a paragraph, up to the first empty line.
///
/// chapter The node
/// cluster a b c
/// config ttl=10
/// at 5s kill node of leader for 20s
/// at 20s expect leader b
/// expect outage from 8s to 11s
/// run 60s
/// ```
/// Lines are those of a [Schedule], but for `chapter`, `run` and the [Expectation]s. The first node leads when it begins; times count from
/// there, in a whole cluster that has been at rest for a while.
record Scenario(String name, String chapter, String title, String why, Schedule schedule, List<Expectation> expectations) {
    static final Path FILES = Path.of(System.getProperty("matriarch.home", ".."), "core", "src", "test", "resources", "scenarios");
    /// Three nodes and the default configuration.
    static final Shape USUAL = Shape.of(10, "a", "b", "c").with("retry_timeout", 3);
    private static final Schedule BEGIN = new Schedule(1, USUAL, Duration.ofMinutes(1), List.of());

    Scenario {
        expectations = List.copyOf(expectations);
    }

    /// All there are, in the order of their files' names.
    static List<Scenario> all() throws IOException {
        try (var files = Files.list(FILES)) {
            var scenarios = new ArrayList<Scenario>();
            for (var file : files.filter(f -> f.toString().endsWith(".scenario")).sorted().toList())
                scenarios.add(read(file.getFileName().toString().replace(".scenario", ""), Files.readString(file)));
            return scenarios;
        }
    }

    /// Where its story is kept, beside it.
    Path story() {
        return FILES.resolve(name + ".story");
    }

    static Scenario read(String name, String text) {
        var lines = text.lines().toList();
        var head = lines.indexOf("");
        if (head < 2 || !lines.getFirst().startsWith("# ")) throw new IllegalArgumentException(name + ": needs a title, a why and an empty line");
        var why = String.join(" ", lines.subList(1, head));
        var begin = new Scenario(name, "", lines.getFirst().substring(2), why, BEGIN, List.of());
        return lines.subList(head, lines.size()).stream().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty())
                .reduce(begin, Scenario::and, (_, second) -> second);
    }

    private Scenario and(String line) {
        var words = line.split(" ", 2);
        if (words[0].equals("chapter")) return new Scenario(name, words[1], title, why, schedule, expectations);
        if (words[0].equals("expect") || line.matches("at \\S+ expect .*")) return with(ExpectationText.read(line));
        var more = schedule.and(words[0].equals("run") ? "harm " + words[1] : line);
        var same = words[0].equals("cluster") ? new Schedule(more.seed(), new Shape(more.shape().nodes(), schedule.shape().config()), more.harm(), more.strikes()) : more;
        return new Scenario(name, chapter, title, why, same, expectations);
    }

    private Scenario with(Expectation expectation) {
        var more = new ArrayList<>(expectations);
        more.add(expectation);
        return new Scenario(name, chapter, title, why, schedule, more);
    }
}
