package io.matriarch.agent.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a reload comes to: the configuration to go on with, the keys that changed in it, and the keys that wait for a restart of the
/// agent (in `config` they still have their old values).
public record ConfigReload(AgentConfig config, List<String> applied, List<String> waiting, List<Problem> problems, List<Problem> warnings) {
    public boolean rejected() {
        return !problems.isEmpty();
    }

    /// Reads again. A file that is broken or half written changes nothing: `config` is `current`, and `problems` says why.
    public static ConfigReload of(AgentConfig current, ConfigSource source) {
        return switch (source.read()) {
            case ConfigResult.Loaded(var next, var warnings) -> compared(current, next, warnings, source);
            case ConfigResult.Rejected(var problems, var warnings) -> new ConfigReload(current, List.of(), List.of(), problems, warnings);
        };
    }

    private static ConfigReload compared(AgentConfig current, AgentConfig next, List<Problem> warnings, ConfigSource source) {
        var waiting = new TreeSet<String>();
        var applied = new TreeSet<String>();
        for (var path : changed(current, next)) (needsRestart(path) ? waiting : applied).add(path);
        if (applied.isEmpty()) return new ConfigReload(current, List.of(), List.copyOf(waiting), List.of(), warnings);
        var tree = next.settings().tree();
        for (var path : waiting) tree = Trees.withFrom(tree, path, current.settings().tree());
        return switch (source.checked(tree, new Findings())) {
            case ConfigResult.Loaded(var mixed, var _) -> new ConfigReload(mixed, List.copyOf(applied), List.copyOf(waiting), List.of(), warnings);
            case ConfigResult.Rejected(var problems, var _) -> new ConfigReload(current, List.of(), List.copyOf(waiting), problems, warnings);
        };
    }

    private static Set<String> changed(AgentConfig current, AgentConfig next) {
        var changed = new LinkedHashSet<String>();
        differences("", Trees.said(current.settings().tree()), Trees.said(next.settings().tree()), changed);
        return changed;
    }

    /// Goes down to the known keys; below a key that holds a map of the operator's own, the key itself is what changed.
    private static void differences(String path, Object a, Object b, Set<String> changed) {
        if (a.equals(b)) return;
        if (!(a instanceof Map<?, ?> before && b instanceof Map<?, ?> after && (path.isEmpty() || KnownKeys.section(path)))) {
            changed.add(path);
            return;
        }
        var names = new LinkedHashSet<Object>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) differences(path.isEmpty() ? name.toString() : path + "." + name,
                before.containsKey(name) ? before.get(name) : missing(after.get(name)), after.containsKey(name) ? after.get(name) : missing(before.get(name)), changed);
    }

    /// A section that is missing has no keys; anything else that is missing is no text.
    private static Object missing(Object other) {
        return other instanceof Map ? Map.of() : List.of();
    }

    private static boolean needsRestart(String path) {
        return KnownKeys.find(path).map(Key::needsRestart).orElse(false);
    }
}
