package io.matriarch.agent.postgres;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Options of a program as YAML says them: a map (`max-rate: 100M`), or a list of words and maps (`- verbose`, `- max-rate: 100M`).
public final class Options {
    /// What pg_rewind may be told besides. Others would make it do nothing and say that it did (`dry-run`), or write what is the agent's.
    public static final Set<String> OF_REWIND = Set.of("restore-target-wal", "no-sync", "sync-method", "debug");

    private Options() {}

    /// Whether `option`, a name or `name=value`, is one of those.
    public static boolean mayRewind(String option) {
        return OF_REWIND.contains(option.split("=", 2)[0]);
    }

    /// `name` or `name=value`, without dashes.
    public static List<String> of(Object written) {
        return switch (written) {
            case List<?> list -> list.stream().flatMap(item -> of(item).stream()).toList();
            case Map<?, ?> map -> map.entrySet().stream().flatMap(Options::entry).toList();
            case null -> List.of();
            case Object word -> List.of(bare(word.toString()));
        };
    }

    private static Stream<String> entry(Map.Entry<?, ?> entry) {
        var name = bare(entry.getKey().toString());
        return switch (entry.getValue()) {
            case Boolean on -> on ? Stream.of(name) : Stream.empty();
            case null -> Stream.of(name);
            case Object value -> Stream.of(name + "=" + value);
        };
    }

    private static String bare(String word) {
        return word.strip().replaceFirst("^-+", "");
    }
}
