package io.matriarch.core.ha.sync;

import io.matriarch.core.view.MemberName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Names of servers as PostgreSQL compares them with application_name: without case. Sorted; each kept in the spelling that came first.
public record NameSet(List<String> names) {
    public static final NameSet NONE = new NameSet(List.of());

    public NameSet {
        if (!ascending(names)) {
            var kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            kept.addAll(names);
            names = List.copyOf(kept);
        }
        names = List.copyOf(names);
    }

    private static boolean ascending(List<String> names) {
        for (var i = 1; i < names.size(); i++) if (names.get(i - 1).compareToIgnoreCase(names.get(i)) >= 0) return false;
        return true;
    }

    public static NameSet of(String... names) {
        return new NameSet(List.of(names));
    }

    public static NameSet of(Collection<String> names) {
        return new NameSet(List.copyOf(names));
    }

    public int size() {
        return names.size();
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    public boolean has(String name) {
        for (var one : names) if (one.equalsIgnoreCase(name)) return true;
        return false;
    }

    public boolean has(MemberName name) {
        return has(name.value());
    }

    public NameSet plus(NameSet others) {
        var all = new ArrayList<>(names);
        for (var other : others.names) if (!has(other)) all.add(other);
        return all.size() == size() ? this : new NameSet(List.copyOf(all));
    }

    public NameSet minus(NameSet others) {
        return only(name -> !others.has(name));
    }

    public NameSet within(NameSet others) {
        return only(others::has);
    }

    public NameSet only(Predicate<String> wanted) {
        var kept = new ArrayList<String>();
        for (var name : names) if (wanted.test(name)) kept.add(name);
        return kept.size() == size() ? this : new NameSet(List.copyOf(kept));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameSet set && set.size() == size() && names.stream().allMatch(set::has);
    }

    @Override
    public int hashCode() {
        return names.stream().mapToInt(name -> name.toLowerCase(Locale.ROOT).hashCode()).sum();
    }

    @Override
    public String toString() {
        return String.join(",", names);
    }
}
