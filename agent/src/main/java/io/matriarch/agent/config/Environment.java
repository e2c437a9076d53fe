package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Patroni's environment variables, and the same names that begin with `MATRIARCH_`. They override the file; lists and maps in them are YAML, whose brackets
/// may be left out. Of two names of one key Matriarch's counts, and a warning says so.
///
/// What the agent starts does not inherit them: `agent.postgres.Programs`.
public final class Environment {
    static final String PREFIX = "PATRONI_";
    static final String OWN_PREFIX = "MATRIARCH_";
    /// The whole configuration as one text, used when no file is named.
    private static final String WHOLE = "CONFIGURATION";
    private static final Set<String> POSTGRES = Set.of("listen", "connect_address", "proxy_address", "config_dir", "data_dir", "pgpass", "bin_dir");
    /// Patroni's old names, which count where the new one is not given.
    private static final Map<String, String> OLD_NAMES = Map.of("LOGLEVEL", "LOG_LEVEL", "LOGFORMAT", "LOG_FORMAT", "LOG_DATEFMT", "LOG_DATEFORMAT");
    /// Of `bin/matriarch`, of the scripts, and of `agent.postgres.Programs`.
    private static final Set<String> LAUNCHER = Set.of("JAVA_HOME", "JAVA_OPTS", "AOT_CACHE", "AOT_TRAIN", "USER", "DEMO_NODE", "WORK");
    /// patronictl's own, and of no use here.
    private static final Set<String> PATRONICTL = Set.of("CTL_USERNAME", "CTL_PASSWORD");
    private static final Map<String, String> PATHS = paths();

    private Environment() {}

    /// Whether one of our variables says anything.
    public static boolean given(Map<String, String> environment) {
        return environment.entrySet().stream().anyMatch(variable -> !variable.getValue().isEmpty() && (variable.getKey().startsWith(PREFIX) || ours(variable.getKey())));
    }

    private static boolean ours(String name) {
        if (!name.startsWith(OWN_PREFIX)) return false;
        var bare = name.substring(OWN_PREFIX.length());
        return bare.equals(WHOLE) || PATHS.containsKey(OLD_NAMES.getOrDefault(bare, bare));
    }

    /// The name of the variable that holds the whole configuration.
    static String whole(Map<String, String> environment) {
        return environment.getOrDefault(OWN_PREFIX + WHOLE, "").isEmpty() ? PREFIX + WHOLE : OWN_PREFIX + WHOLE;
    }

    /// `tree` with the variables laid over it. Empty variables count as not set, as in Patroni.
    static Mapping over(Mapping tree, Map<String, String> environment, Findings findings) {
        return withAll(OWN_PREFIX, withAll(PREFIX, tree, environment, findings), environment, findings);
    }

    private static Mapping withAll(String prefix, Mapping tree, Map<String, String> environment, Findings findings) {
        var result = tree;
        for (var name : environment.keySet().stream().filter(n -> n.startsWith(prefix)).map(n -> n.substring(prefix.length())).sorted().toList()) {
            var text = environment.get(prefix + name);
            var path = PATHS.getOrDefault(OLD_NAMES.getOrDefault(name, name), "");
            if (path.isEmpty()) unknown(prefix, name, findings);
            else if (!text.isEmpty() && counts(prefix, name, environment, findings))
                result = Trees.merged(result, Trees.only(path, value(path, prefix + name, text, findings)));
        }
        return result;
    }

    /// A new name counts before an old one, and Matriarch's before Patroni's.
    private static boolean counts(String prefix, String name, Map<String, String> environment, Findings findings) {
        if (OLD_NAMES.containsKey(name) && given(prefix + OLD_NAMES.get(name), environment)) {
            findings.warning(place(prefix + name), "", "is ignored, for " + prefix + OLD_NAMES.get(name) + " is given, too");
            return false;
        }
        if (!prefix.equals(PREFIX) || !given(OWN_PREFIX + name, environment)) return true;
        if (!environment.get(OWN_PREFIX + name).equals(environment.get(prefix + name)))
            findings.warning(place(prefix + name), "", "is ignored, for " + OWN_PREFIX + name + " is given, too, and says something else");
        return false;
    }

    private static boolean given(String name, Map<String, String> environment) {
        return !environment.getOrDefault(name, "").isEmpty();
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
        var paths = new HashMap<String, String>();
        KnownKeys.ALL.stream().filter(key -> !variable(key).isEmpty()).forEach(key -> paths.put(variable(key).substring(PREFIX.length()), key.path()));
        return Map.copyOf(paths);
    }

    private static void unknown(String prefix, String name, Findings findings) {
        if (name.equals(WHOLE) || PATRONICTL.contains(name) || prefix.equals(OWN_PREFIX) && LAUNCHER.contains(name)) return;
        var section = name.substring(0, Math.max(0, name.indexOf('_'))).toLowerCase(Locale.ROOT);
        var refused = KnownKeys.find(section).filter(key -> key.standing() == Key.Standing.REFUSED && !name.isEmpty());
        var near = Wording.nearest(name, PATHS.keySet());
        if (refused.isPresent()) findings.problem(place(prefix + name), section, "", refused.get().says());
        else findings.warning(place(prefix + name), "", "is not known and is ignored" + (near.isEmpty() ? "" : "; did you mean " + prefix + near + "?"));
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
