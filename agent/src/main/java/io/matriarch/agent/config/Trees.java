package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import io.matriarch.agent.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Functions over trees. A path is its keys joined by dots; keys with dots of their own are reached only through their parent.
final class Trees {
    private Trees() {}

    /// The value under `path`; none or one.
    static Stream<Tree> at(Tree tree, String path) {
        Stream<Tree> here = Stream.of(tree);
        for (var key : path.split("\\.", -1)) here = here.flatMap(t -> child(t, key));
        return here.filter(Trees::present);
    }

    private static Stream<Tree> child(Tree tree, String key) {
        return tree instanceof Mapping map ? Stream.ofNullable(map.entries().get(key)) : Stream.empty();
    }

    static boolean present(Tree tree) {
        return !(tree instanceof Scalar scalar && scalar.missing());
    }

    static boolean has(Tree tree, String path) {
        return at(tree, path).findAny().isPresent();
    }

    /// `over` wins; maps merge, everything else replaces.
    static Mapping merged(Mapping under, Mapping over) {
        var entries = new LinkedHashMap<>(under.entries());
        over.entries().forEach((key, value) -> entries.merge(key, value,
                (a, b) -> a instanceof Mapping m && b instanceof Mapping n ? merged(m, n) : b));
        return new Mapping(entries, under.entries().isEmpty() ? over.place() : under.place());
    }

    /// A tree that holds only `value`, at `path`.
    static Mapping only(String path, Tree value) {
        var dot = path.indexOf('.');
        if (dot < 0) return new Mapping(Map.of(path, value), value.place());
        return new Mapping(Map.of(path.substring(0, dot), only(path.substring(dot + 1), value)), value.place());
    }

    /// `tree` with the value at `path` as `source` has it; gone when `source` has none.
    static Mapping withFrom(Mapping tree, String path, Tree source) {
        return at(source, path).findAny().map(value -> replaced(tree, path, value)).orElseGet(() -> without(tree, path));
    }

    private static Mapping replaced(Mapping tree, String path, Tree value) {
        return merged(without(tree, path), only(path, value));
    }

    static Mapping without(Mapping tree, String path) {
        var entries = new LinkedHashMap<>(tree.entries());
        var dot = path.indexOf('.');
        if (dot < 0) entries.remove(path);
        else entries.computeIfPresent(path.substring(0, dot), (_, child) ->
                child instanceof Mapping map ? without(map, path.substring(dot + 1)) : child);
        return new Mapping(entries, tree.place());
    }

    /// What a tree says, without places: equal values are equal objects.
    static Object said(Tree tree) {
        return switch (tree) {
            case Scalar scalar -> scalar.text();
            case Sequence list -> list.items().stream().map(Trees::said).toList();
            case Mapping map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.entries().forEach((key, value) -> copy.put(key, said(value)));
                yield copy;
            }
        };
    }

    /// The scalars of a list, or of text with commas.
    static List<String> texts(Tree tree) {
        return switch (tree) {
            case Scalar scalar -> Stream.of(scalar.text().split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
            case Sequence list -> lines(list);
            case Mapping _ -> List.of();
        };
    }

    /// The scalars of a list as they are; text alone is a list of one.
    static List<String> lines(Tree tree) {
        var lines = new ArrayList<String>();
        for (var item : tree instanceof Sequence list ? list.items() : List.of(tree))
            if (item instanceof Scalar scalar) lines.add(scalar.text());
        return List.copyOf(lines);
    }
}
