package io.matriarch.chaos;

import io.matriarch.chaos.cluster.Link;
import io.matriarch.chaos.cluster.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What is done to the primary's node, or to etcd.
public sealed interface Fault {

    /// SIGKILL.
    record Kill(Target target) implements Fault {}

    /// SIGSTOP for 2 ttl.
    record Freeze(Target target) implements Fault {}

    /// Everything between the primary's node and the other ends is dropped silently for 2 ttl; clients still reach the node.
    record Cut(Link link) implements Fault {}

    /// The word for it: `kill-agent-tree`, `freeze-node`, `cut-etcd`.
    default String word() {
        return switch (this) {
            case Kill(Target target) -> "kill-" + word(target);
            case Freeze(Target target) -> "freeze-" + word(target);
            case Cut(Link link) -> "cut-" + word(link);
        };
    }

    private static String word(Enum<?> part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether all of a host stands still, so that nothing on it can act in time.
    default boolean freezesHost() {
        return equals(new Freeze(Target.NODE));
    }

    /// Every fault there is.
    static List<Fault> all() {
        return Stream.of(Arrays.stream(Target.values()).map(Kill::new), Arrays.stream(Target.values()).map(Freeze::new),
                Arrays.stream(Link.values()).map(Cut::new)).<Fault>flatMap(some -> some).toList();
    }

    /// Those that a correct agent survives. When it and its guardian stand still, nothing in user space is left to fence PostgreSQL.
    static List<Fault> gate() {
        return all().stream().filter(fault -> !fault.equals(new Freeze(Target.AGENT_TREE))).toList();
    }

    /// The faults of a comma-separated list of words, or `all`.
    static List<Fault> parse(String words) {
        return words.equals("all") ? all() : Stream.of(words.split(",", -1)).map(Fault::ofWord).toList();
    }

    private static Fault ofWord(String word) {
        return all().stream().filter(fault -> fault.word().equals(word)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "no fault '" + word + "'; there are " + String.join(", ", all().stream().map(Fault::word).toList())));
    }
}
