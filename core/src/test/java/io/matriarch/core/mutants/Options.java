package io.matriarch.core.mutants;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the command line asks for. `only` is empty for all; `seeds` is how many a mutant has to survive; `table` is the page to write, or empty;
/// `minutes` bounds the whole run; with `search` every mutant is searched from seed 1, as if no seed that catches it were known.
record Options(Set<String> only, long seeds, String table, long minutes, boolean search) {
    static final String USAGE = "scripts/mutants [--only NAME,...] [--seeds N] [--minutes M] [--search] [--table FILE]";
    private static final long A_DAY = 24 * 60;

    boolean chosen(Mutant mutant) {
        return only.isEmpty() || only.stream().anyMatch(name -> mutant.name().equals(name) || mutant.name().startsWith(name + "-"));
    }

    /// Nothing when this is no such command line.
    static Optional<Options> parse(List<String> arguments) {
        var said = new TreeMap<String, String>();
        for (var at = 0; at < arguments.size(); at++) {
            var option = arguments.get(at);
            if (option.equals("--search")) said.put(option, "");
            else if (!Set.of("--only", "--seeds", "--minutes", "--table").contains(option) || at + 1 == arguments.size()) return Optional.empty();
            else said.put(option, arguments.get(++at));
        }
        var only = new TreeSet<>(Arrays.asList(said.getOrDefault("--only", "").split(",")));
        only.remove("");
        try {
            return Optional.of(new Options(Set.copyOf(only), Long.parseLong(said.getOrDefault("--seeds", "1000")), said.getOrDefault("--table", ""),
                    Long.parseLong(said.getOrDefault("--minutes", String.valueOf(A_DAY))), said.containsKey("--search")));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }
}
