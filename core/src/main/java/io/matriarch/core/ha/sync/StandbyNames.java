package io.matriarch.core.ha.sync;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// synchronous_standby_names as a value: what the server does, however it is written.
public sealed interface StandbyNames {
    /// Empty: a commit waits for nobody. Setting it wakes every commit that waits, as done.
    record None() implements StandbyNames {}

    /// The first `count` of `names` that are connected: `a`, `a,b`, `2 (a,b)`, `FIRST 2 (a,b)`. Sorted by us; in an order of his own by an operator.
    record Priority(int count, List<String> names) implements StandbyNames {
        public Priority {
            names = List.copyOf(names);
        }
    }

    /// Any `count` of `names`: `ANY 2 (a,b,c)`.
    record Quorum(int count, NameSet names) implements StandbyNames {}

    /// A name that nobody has: every commit waits until somebody is fit.
    record Blocking() implements StandbyNames {}

    /// What no server takes, or what could not be asked: nothing may be concluded from it.
    record Unreadable(String text) implements StandbyNames {}

    /// Patroni's name for nobody.
    String PLACEHOLDER = "__patroni_strict_sync_replica_placeholder__";
    /// Every connected standby, member or not; quoted too (SyncRepGetStandbyPriority compares the text).
    String EVERYBODY = "*";

    /// The value of a server's setting, whoever wrote it.
    static StandbyNames read(String text) {
        return StandbyNamesReader.read(text);
    }

    /// What the server takes for it. Patroni's forms: one name alone, several as `2 (a,b)`.
    default String text() {
        return switch (this) {
            case None _ -> "";
            case Priority(int count, var names) when count == 1 && names.size() == 1 -> quoted(names.getFirst());
            case Priority(int count, var names) -> count + " (" + list(names) + ")";
            case Quorum(int count, var names) -> "ANY " + count + " (" + list(names.names()) + ")";
            case Blocking _ -> PLACEHOLDER;
            case Unreadable(String text) -> text;
        };
    }

    /// Whose acknowledgement a commit needs: of a priority list any `count` may be the connected ones.
    default Acks acks() {
        return switch (this) {
            case Priority(int count, var names) -> Acks.atLeast(count, NameSet.of(names));
            case Quorum(int count, var names) -> Acks.atLeast(count, names);
            case Blocking _ -> Acks.NEVER;
            case None _, Unreadable _ -> Acks.NOBODYS;
        };
    }

    private static String list(List<String> names) {
        return names.stream().map(StandbyNames::quoted).collect(Collectors.joining(","));
    }

    /// `any` and `first` are keywords in any case; `*` in quotes still means everybody, so a member of that name is never chosen.
    private static String quoted(String name) {
        var word = name.toLowerCase(Locale.ROOT);
        var plain = word.matches("[a-z_][a-z_0-9$]*") && !word.equals("any") && !word.equals("first");
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
