package io.matriarch.core.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One planted fault, as its text file says it.
///
/// ```
/// number: 9                        of safety.md 4.6, or a word for an extra one
/// mutant: one sentence
/// kind: product                    or `adapter`: planted in the simulation's double of an adapter or of the guardian
/// note: what is to be known of it  (may be missing)
/// test: ha.sync.EveryStateTest#name  a test of core that fails with it, where no seed is known that does (may be missing; #name too: all of the class)
/// with: FAULT,...                  faults that the swarm leaves out otherwise (may be missing)
/// clusters: synchronous            whose commits wait for standbys (may be missing: they do not)
/// file: core/src/main/java/io/matriarch/core/ha/rules/LockFree.java
/// <<<<
/// text that is there exactly once
/// ====
/// text instead
/// >>>>
/// ```
/// Several edits and several files are possible. Last of all may come `schedule:` and the lines of a schedule (as of `scripts/sim --file`) that
/// shows the mistake where seeds seldom do.
record Mutant(String name, Map<String, String> heads, List<Edit> edits) {
    record Edit(String file, String before, String after) {}

    /// The text file is not of this form, or what it wants to change is not there (any more) exactly once.
    static final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stale(String message) {
            super(message);
        }
    }

    String number() {
        return heads.get("number");
    }

    String says() {
        return heads.get("mutant");
    }

    boolean adapter() {
        return heads.get("kind").equals("adapter");
    }

    String note() {
        return heads.getOrDefault("note", "");
    }

    Clusters clusters() {
        return new Clusters(heads.getOrDefault("with", ""), heads.getOrDefault("clusters", "").equals("synchronous"));
    }

    /// The test that is to fail with it, or empty.
    String test() {
        return heads.getOrDefault("test", "");
    }

    /// Empty when it has none of its own.
    String schedule() {
        return heads.getOrDefault("schedule", "");
    }

    /// `source` with this mutant's mistakes in it.
    String planted(String file, String source) {
        var text = source;
        for (var edit : edits) if (edit.file.equals(file)) text = replaced(text, edit);
        return text;
    }

    private String replaced(String text, Edit edit) {
        var at = text.indexOf(edit.before);
        if (at < 0) throw new Stale(name + ": not there any more in " + edit.file + ": " + edit.before.strip());
        if (text.indexOf(edit.before, at + 1) >= 0) throw new Stale(name + ": there more than once in " + edit.file + ": " + edit.before.strip());
        return text.substring(0, at) + edit.after + text.substring(at + edit.before.length());
    }

    static Mutant parse(String name, List<String> lines) {
        var heads = new TreeMap<String, String>();
        var edits = new ArrayList<Edit>();
        for (var at = 0; at < lines.size(); at++) {
            var line = lines.get(at);
            if (line.equals("<<<<")) {
                var middle = find(name, lines, at, "====");
                var end = find(name, lines, middle, ">>>>");
                edits.add(new Edit(heads.getOrDefault("file", ""), String.join("\n", lines.subList(at + 1, middle)), String.join("\n", lines.subList(middle + 1, end))));
                at = end;
            } else if (line.equals("schedule:")) {
                heads.put("schedule", String.join("\n", lines.subList(at + 1, lines.size())));
                break;
            } else if (line.contains(": ")) {
                heads.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2).strip());
            } else if (!line.isBlank()) {
                throw new Stale(name + ": what is \"" + line + "\"?");
            }
        }
        for (var head : List.of("number", "mutant", "kind", "file")) if (!heads.containsKey(head)) throw new Stale(name + ": says no " + head);
        if (edits.isEmpty()) throw new Stale(name + ": changes nothing");
        return new Mutant(name, Map.copyOf(heads), List.copyOf(edits));
    }

    private static int find(String name, List<String> lines, int from, String mark) {
        for (var at = from + 1; at < lines.size(); at++) if (lines.get(at).equals(mark)) return at;
        throw new Stale(name + ": no " + mark + " after line " + (from + 1));
    }
}
