package io.matriarch.core.ha.sync;

import io.matriarch.core.view.MemberName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Names of servers as PostgreSQL compares them with application_name: without case. Sorted; each kept in the spelling that came first.
public record NameSet(List<String> names) {
    public static final NameSet NONE = new NameSet(List.of());

    public NameSet {
        var kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        kept.addAll(names);
        names = List.copyOf(kept);
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
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    public boolean has(MemberName name) {
        return has(name.value());
    }

    public NameSet plus(NameSet others) {
        return of(Stream.concat(names.stream(), others.names.stream()).toList());
    }

    public NameSet minus(NameSet others) {
        return only(name -> !others.has(name));
    }

    public NameSet within(NameSet others) {
        return only(others::has);
    }

    public NameSet only(Predicate<String> wanted) {
        return of(names.stream().filter(wanted).toList());
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
