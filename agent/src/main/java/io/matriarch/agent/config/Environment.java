package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Patroni's environment variables. They override the file; lists and maps in them are YAML, whose brackets may be left out.
public final class Environment {
    static final String PREFIX = "PATRONI_";
    /// The whole configuration as one text, used when no file is named.
    static final String WHOLE = "PATRONI_CONFIGURATION";
    private static final Set<String> POSTGRES = Set.of("listen", "connect_address", "proxy_address", "config_dir", "data_dir", "pgpass", "bin_dir");
    private static final Map<String, String> OLD_NAMES = Map.of("PATRONI_LOGLEVEL", "log.level", "PATRONI_LOGFORMAT", "log.format",
            "PATRONI_LOG_DATEFMT", "log.dateformat");
    private static final Map<String, String> PATHS = paths();

    private Environment() {}

    /// What a process started by the agent may inherit: without our variables, for they hold passwords, and without systemd's socket.
    public static Map<String, String> forChildren(Map<String, String> environment) {
        return environment.entrySet().stream().filter(e -> !e.getKey().startsWith(PREFIX) && !e.getKey().equals("NOTIFY_SOCKET"))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// `tree` with the variables laid over it. Empty variables count as not set, as in Patroni.
    static Mapping over(Mapping tree, Map<String, String> environment, Findings findings) {
        var result = tree;
        for (var name : environment.keySet().stream().filter(n -> n.startsWith(PREFIX) && !n.equals(WHOLE)).sorted().toList()) {
            var text = environment.get(name);
            var path = PATHS.getOrDefault(name, "");
            if (path.isEmpty()) unknown(name, findings);
            else if (!text.isEmpty()) result = Trees.merged(result, Trees.only(path, value(path, name, text, findings)));
        }
        return result;
    }

    /// The variable that overrides `key`; empty when Patroni has none.
    static String variable(Key key) {
        var leaf = key.leaf().toUpperCase(Locale.ROOT);
        return switch (key.parent()) {
            case "" -> Set.of("name", "scope", "namespace", "thread_pool_size", "thread_stack_size").contains(key.path()) ? PREFIX + leaf : "";
            case "restapi", "restapi.authentication" -> PREFIX + "RESTAPI_" + leaf;
            case "ctl", "ctl.authentication" -> PREFIX + "CTL_" + leaf;
            case "log" -> PREFIX + "LOG_" + leaf;
            case "etcd3" -> PREFIX + "ETCD3_" + leaf;
            case "postgresql" -> POSTGRES.contains(key.leaf()) ? PREFIX + "POSTGRESQL_" + leaf : "";
            case "postgresql.bin_name" -> PREFIX + "POSTGRESQL_BIN_" + leaf;
            case String parent when parent.startsWith("postgresql.authentication.") ->
                    PREFIX + parent.substring(parent.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT) + "_" + leaf;
            case String _ -> "";
        };
    }

    private static Map<String, String> paths() {
        var paths = new HashMap<>(OLD_NAMES);
        KnownKeys.ALL.stream().filter(key -> !variable(key).isEmpty()).forEach(key -> paths.put(variable(key), key.path()));
        return Map.copyOf(paths);
    }

    private static void unknown(String name, Findings findings) {
        if (name.startsWith("PATRONI_CTL_") || name.startsWith("PATRONI_CITUS_")) return;
        var near = Wording.nearest(name, PATHS.keySet());
        findings.warning(place(name), "", "is not known and is ignored" + (near.isEmpty() ? "" : "; did you mean " + near + "?"));
    }

    private static Tree value(String path, String name, String text, Findings findings) {
        var kind = KnownKeys.find(path).map(Key::kind).orElseThrow();
        return switch (kind) {
            case Kind.Words(), Kind.Anything() -> fragment(name, text.strip().startsWith("{") ? text : "{" + text + "}", findings);
            case Kind.Texts(), Kind.Lines(), Kind.Options() -> fragment(name, text.contains("[") || text.strip().startsWith("-") ? text : "[" + text + "]", findings);
            case Kind.Urls() -> text.contains("[") && !text.contains("://[") || text.strip().startsWith("-") ? fragment(name, text, findings) : scalar(name, text);
            case Kind _ -> scalar(name, text);
        };
    }

    private static Tree fragment(String name, String text, Findings findings) {
        var inner = new Findings();
        var tree = YamlReader.fragment(place(name).source(), text, inner);
        inner.problems().forEach(p -> findings.problem(place(name), "", "", p.cure()));
        return tree;
    }

    private static Scalar scalar(String name, String text) {
        return new Scalar(text, Tree.Form.TEXT, place(name));
    }

    private static Place place(String name) {
        return new Place("environment " + name, 0);
    }
}
