package io.matriarch.agent.config;

import io.matriarch.agent.config.Key.Standing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The part of `docs/configuration.md` that is made from the table of known keys.
final class ConfigurationPage {
    static final String BEGIN = "<!-- from here on made from KnownKeys.java; ConfigurationPageTest says how to renew it -->\n";
    private static final List<String> SECTIONS = List.of("", "restapi", "ctl", "etcd3", "bootstrap", "postgresql", "watchdog", "tags", "log", "matriarch");

    private ConfigurationPage() {}

    static String generated() {
        return BEGIN + "\n" + SECTIONS.stream().map(ConfigurationPage::section).collect(Collectors.joining("\n")) + "\n"
                + list("Read, but without effect", Standing.NO_EFFECT, "A warning says so, and the agent starts.")
                + list("Not supported yet", Standing.NOT_YET, "A warning says so, and the agent starts.")
                + list("Refused", Standing.REFUSED, "Ignoring these would break what the operator relies on: the agent does not start.");
    }

    private static String section(String name) {
        var rows = keys(Standing.HONOURED).filter(key -> top(key).equals(name)).map(ConfigurationPage::row).collect(Collectors.joining());
        return "## " + (name.isEmpty() ? "The node" : "`" + name + "`") + "\n| key | value | default | | variable |\n|---|---|---|---|---|\n" + rows;
    }

    private static String row(Key key) {
        var says = key.says() + (key.needsRestart() ? " *(restart)*" : "");
        return "| `%s` | %s | %s | %s | %s |%n".formatted(key.path(), key.kind().label(), key.required() ? "**required**" : key.otherwise(), says, variable(key));
    }

    private static String variable(Key key) {
        return Environment.variable(key).isEmpty() ? "" : "`" + Environment.variable(key) + "`";
    }

    private static String list(String title, Standing standing, String meaning) {
        return "\n## " + title + "\n" + meaning + "\n\n" + keys(standing).map(key -> "- `%s`: %s%n".formatted(key.path(), key.says())).collect(Collectors.joining());
    }

    private static Stream<Key> keys(Standing standing) {
        return KnownKeys.ALL.stream().filter(key -> key.standing() == standing);
    }

    private static String top(Key key) {
        return key.path().contains(".") ? key.path().substring(0, key.path().indexOf('.')) : SECTIONS.contains(key.path()) ? key.path() : "";
    }
}
