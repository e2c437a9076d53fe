package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import io.matriarch.agent.config.Tree.Scalar;
import io.matriarch.agent.config.Tree.Sequence;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.ScriptCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Typed reading of an examined tree, in which every value is what its key says it must be. Prints no value.
final class Settings {
    private final Mapping tree;

    Settings(Mapping tree) {
        this.tree = tree;
    }

    Mapping tree() {
        return tree;
    }

    boolean has(String path) {
        return Trees.has(tree, path);
    }

    String text(String path, String otherwise) {
        return Trees.at(tree, path).map(t -> t instanceof Scalar s ? s.text() : otherwise).findAny().orElse(otherwise);
    }

    Secret secret(String path) {
        return new Secret(text(path, ""));
    }

    long number(String path, long otherwise) {
        return has(path) ? Long.parseLong(text(path, "")) : otherwise;
    }

    boolean truth(String path, boolean otherwise) {
        return has(path) ? text(path, "").matches("(?i)true|yes|on|1") : otherwise;
    }

    List<String> texts(String path) {
        return Trees.at(tree, path).flatMap(t -> Trees.texts(t).stream()).toList();
    }

    List<String> lines(String path) {
        return Trees.at(tree, path).flatMap(t -> Trees.lines(t).stream()).toList();
    }

    Map<String, String> words(String path) {
        var words = new LinkedHashMap<String, String>();
        Trees.at(tree, path).forEach(t -> {
            if (t instanceof Mapping map) map.entries().forEach((key, value) -> {
                if (value instanceof Scalar s && !s.missing()) words.put(key, s.text());
            });
        });
        return words;
    }

    /// The words of a command; none when it is missing.
    List<String> command(String path) {
        return Trees.at(tree, path).flatMap(t -> ScriptCommand.of(t instanceof Scalar s ? s.text() : Trees.lines(t)) instanceof ScriptCommand.Words(var words) ? words.stream() : Stream.empty()).toList();
    }

    /// Options of a program without their dashes: `data-checksums`, `{encoding: UTF8}` become `data-checksums`, `encoding=UTF8`.
    List<String> options(String path) {
        var options = new ArrayList<String>();
        Trees.at(tree, path).forEach(t -> addOptions(t, options));
        return List.copyOf(options);
    }

    private static void addOptions(Tree value, List<String> options) {
        switch (value) {
            case Scalar word -> options.add(word.text().replaceFirst("^--", ""));
            case Sequence list -> list.items().forEach(item -> addOptions(item, options));
            case Mapping map -> map.entries().forEach((name, v) -> {
                if (v instanceof Scalar s && !s.missing() && !s.text().matches("(?i)false|no|off"))
                    options.add(s.form() == Tree.Form.TRUTH ? name : name + "=" + s.text());
            });
        }
    }

    Document document(String path) {
        return Trees.at(tree, path).map(Documents::of).findAny().orElse(Document.EMPTY);
    }

    @Override
    public String toString() {
        return "settings";
    }
}
