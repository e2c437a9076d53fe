package io.matriarch.agent.config;

import io.matriarch.agent.config.Key.Standing;
import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds a tree against the table of known keys: unknown ones are warned of, wrong and missing ones are problems, all of them at once.
final class Examination {
    /// Keys of `postgresql` that are each node's own; Patroni ignores them in the dynamic configuration.
    private static final Set<String> LOCAL_ONLY = Set.of("connect_address", "proxy_address", "listen", "config_dir", "data_dir", "pgpass", "authentication");
    private static final String DYNAMIC = "bootstrap.dcs.postgresql.";

    private final Findings findings;
    private final Set<String> ownSections;

    private Examination(Findings findings, Set<String> ownSections) {
        this.findings = findings;
        this.ownSections = ownSections;
    }

    static void examine(Mapping tree, Findings findings) {
        new Examination(findings, ownSections(tree)).section("", tree);
        KnownKeys.ALL.stream().filter(Key::required).filter(key -> !Trees.has(tree, key.path()))
                .forEach(key -> findings.problem(new Place(tree.place().source(), 0), key.path(), "", "is missing; it must be " + key.kind().label()));
    }

    /// Sections that the operator names: of a bootstrap method, and of replica methods.
    private static Set<String> ownSections(Mapping tree) {
        var bootstrap = Trees.at(tree, "bootstrap.method").flatMap(t -> Trees.texts(t).stream()).map(m -> "bootstrap." + m);
        var replica = Stream.of("create_replica_methods", "create_replica_method").flatMap(k -> Trees.at(tree, "postgresql." + k))
                .flatMap(t -> Trees.texts(t).stream()).map(m -> "postgresql." + m);
        return Stream.concat(bootstrap, replica).filter(path -> KnownKeys.find(path).isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    private void section(String path, Mapping map) {
        map.entries().forEach((name, value) -> {
            if (Trees.present(value)) entry(path, name, value);
        });
    }

    private void entry(String parent, String name, Tree value) {
        var path = parent.isEmpty() ? name : parent + "." + name;
        var key = KnownKeys.find(path).or(() -> KnownKeys.find(localPath(path)));
        if (path.startsWith(DYNAMIC) && LOCAL_ONLY.contains(name)) findings.problem(value.place(), path, "", "is each node's own; move it to postgresql." + name);
        else if (key.isPresent()) known(path, key.get(), value);
        else if (!KnownKeys.section(path) && !KnownKeys.section(localPath(path))) unknown(parent, name, path, value);
        if (KnownKeys.section(path) || KnownKeys.section(localPath(path))) below(path, value);
    }

    /// `bootstrap.dcs.postgresql` may hold what `postgresql` may.
    private static String localPath(String path) {
        return path.startsWith(DYNAMIC) ? "postgresql." + path.substring(DYNAMIC.length()) : path;
    }

    private void below(String path, Tree value) {
        if (value instanceof Mapping map) section(path, map);
        else if (KnownKeys.find(path).filter(key -> key.standing() == Standing.REFUSED).isEmpty())
            findings.problem(value.place(), path, shown(value, path), "must be a map of " + String.join(", ", KnownKeys.under(path).stream().limit(4).toList()) + " ...");
    }

    private void known(String path, Key key, Tree value) {
        switch (key.standing()) {
            case HONOURED -> {}
            case NO_EFFECT -> findings.warning(value.place(), path, "has no effect: " + key.says());
            case NOT_YET -> {
                if (!switchedOff(value)) findings.warning(value.place(), path, "is not supported yet (" + key.says() + ")");
            }
            case REFUSED -> findings.problem(value.place(), path, "", key.says());
        }
        var fault = key.standing() == Standing.REFUSED || KnownKeys.section(path) ? "" : key.kind().fault(value);
        if (!fault.isEmpty()) findings.problem(value.place(), path, key.secret() ? "" : shown(value, path), fault);
    }

    private static boolean switchedOff(Tree value) {
        return value instanceof Scalar scalar && scalar.text().matches("(?i)false|no|off|0|-1");
    }

    /// Own tags and sections are the operator's; `x-...` is where files keep what their anchors name.
    private void unknown(String parent, String name, String path, Tree value) {
        if (parent.equals("tags") || ownSections.contains(path) || path.startsWith("x-")) return;
        var kept = path.startsWith("bootstrap.dcs.") ? "is not known here, and goes into the dynamic configuration as it is" : "is not known and is ignored";
        findings.warning(value.place(), (parent.isEmpty() ? "" : parent + ".") + Wording.key(name), kept + suggestion(parent, name));
    }

    private static String suggestion(String parent, String name) {
        var near = Wording.nearest(name, KnownKeys.under(parent));
        if (!near.isEmpty()) return "; did you mean " + (parent.isEmpty() ? "" : parent + ".") + near + "?";
        var elsewhere = KnownKeys.ALL.stream().filter(key -> key.leaf().equals(name)).map(Key::path).toList();
        return elsewhere.size() == 1 ? "; did you mean " + elsewhere.getFirst() + "?" : "";
    }

    /// A value that may be shown: of a scalar its text, else what it is. URLs may hold passwords.
    private static String shown(Tree value, String path) {
        if (!(value instanceof Scalar scalar)) return value.toString();
        return path.matches(".*(password|secret|authentication).*") || scalar.text().contains("@") ? "" : Wording.quoted(scalar.text());
    }
}
