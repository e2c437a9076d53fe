package io.matriarch.core.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `docs/failures.md`, made from the scenarios and the stories they tell. [FailuresPageTest] holds the page against them.
final class FailuresPage {
    private static final String HEAD = """
            # What happens when something fails

            Made from the scenarios in `core/src/test/resources/scenarios`; FailuresPageTest says how to renew it. Each is run with the program's
            own code on virtual time, over simulated etcd, PostgreSQL and network, in every build; what it expects is checked, and so is that
            at no moment two servers take writes.

            The cluster has three members, `a` leads, and the configuration is the default (ttl 10, loop_wait 2, retry_timeout 3), unless a
            scenario says otherwise. Fifty rows a second are written to whoever takes writes; **no writes for** is how long nobody did,
            **rows lost** counts rows that a client was told are committed. Real servers add what they need to stop, to recover and to promote.

            """;
    private static final String READING = """

            ## How to read a timeline
            Seconds since the beginning, who, what. `**` is what was done to the cluster. A rule's id stands as in the log and in
            [rules.md](rules.md), with its reason where it comes for the first time; after `->` is what the agent did. What stands in brackets
            happened to the server, by the agent's hand or the guardian's. What repeats is told three times.
            """;

    private FailuresPage() {}

    static String text() throws IOException {
        var outcomes = new ArrayList<ScenarioRun.Outcome>();
        for (var scenario : Scenario.all()) outcomes.add(ScenarioRun.of(scenario));
        return HEAD + table(outcomes) + READING + chapters(outcomes);
    }

    private static String table(List<ScenarioRun.Outcome> outcomes) {
        var rows = outcomes.stream().map(o -> "| [" + o.scenario().title() + "](#" + anchor(o.scenario().title()) + ") | " + noWrites(o) + " | " + o.lost() + " | "
                + String.join(", ", o.leaders()) + " |\n").collect(Collectors.joining());
        return "| failure | no writes for | rows lost | who led |\n|---|---|---|---|\n" + rows;
    }

    private static String noWrites(ScenarioRun.Outcome outcome) {
        return outcome.outages().isEmpty() ? "-"
                : outcome.outages().stream().map(o -> String.format(Locale.ROOT, "%.1f s", Outages.seconds(o.length()))).collect(Collectors.joining(", "));
    }

    /// As the common renderers of Markdown make it from a heading.
    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    private static String chapters(List<ScenarioRun.Outcome> outcomes) {
        var text = new StringBuilder();
        var chapter = "";
        for (var outcome : outcomes) {
            if (!outcome.scenario().chapter().equals(chapter)) text.append("\n## ").append(outcome.scenario().chapter()).append('\n');
            chapter = outcome.scenario().chapter();
            text.append(section(outcome));
        }
        return text.toString();
    }

    private static String section(ScenarioRun.Outcome outcome) {
        var scenario = outcome.scenario();
        return "\n### " + scenario.title() + "\n" + wrapped(scenario.why()) + "\n" + unusual(scenario) + "\n```\n" + outcome.text() + "```\n";
    }

    private static String unusual(Scenario scenario) {
        var shape = scenario.schedule().shape();
        return shape.equals(Scenario.USUAL) ? "" : "\n" + shape.text().lines().map(line -> "`" + line + "`").collect(Collectors.joining(", ")) + "\n";
    }

    private static String wrapped(String text) {
        return text.replaceAll("(.{1,130})( +|$)", "$1\n").strip();
    }
}
