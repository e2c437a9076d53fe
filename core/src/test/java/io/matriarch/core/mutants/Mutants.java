package io.matriarch.core.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// `scripts/mutants`: runs the planted faults and prints who was caught by what. Exit code: 0 all caught, 1 one survived, 2 one is stale.
public final class Mutants {
    static final String FILES = "core/src/test/mutants";
    private static final String USAGE = "scripts/mutants [--only NAME,...] [--seeds N] [--table FILE]";

    private Mutants() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(run(Path.of(""), List.of(arguments)));
    }

    static int run(Path root, List<String> arguments) throws IOException {
        var options = new TreeMap<String, String>();
        for (var at = 0; at < arguments.size(); at += 2) {
            if (at + 1 == arguments.size() || !Set.of("--only", "--seeds", "--table").contains(arguments.get(at))) {
                System.err.println(USAGE);
                return 64;
            }
            options.put(arguments.get(at), arguments.get(at + 1));
        }
        var only = new TreeSet<>(Arrays.asList(options.getOrDefault("--only", "").split(",")));
        return run(root, only, Long.parseLong(options.getOrDefault("--seeds", "1000")), options.getOrDefault("--table", ""));
    }

    private static int run(Path root, Set<String> only, long seeds, String tableFile) throws IOException {
        var chosen = read(root).stream().filter(mutant -> only.equals(Set.of(""))
                || only.stream().anyMatch(name -> mutant.name().equals(name) || mutant.name().startsWith(name + "-"))).toList();
        var rows = new ArrayList<Table.Row>();
        try (var workshop = new Workshop(root); var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var trials = new Trials(workshop, seeds);
            var results = chosen.stream().map(mutant -> workers.submit(() -> new Table.Row(mutant, trials.of(mutant)))).toList();
            for (var result : results) {
                rows.add(result.get());
                System.out.println(Table.line(rows.getLast()));
            }
            trials.broken().forEach(what -> System.out.println("the code as it is: " + what));
        } catch (ExecutionException | InterruptedException mistake) {
            throw new IllegalStateException(mistake);
        }
        if (!tableFile.isEmpty()) Files.writeString(root.resolve(tableFile), Table.page(rows, seeds));
        System.out.println(Table.sum(rows));
        return Table.exitCode(rows);
    }

    /// All of them, in the order of their files' names.
    static List<Mutant> read(Path root) throws IOException {
        var mutants = new ArrayList<Mutant>();
        try (var files = Files.list(root.resolve(FILES))) {
            for (var file : files.filter(f -> f.toString().endsWith(".mutant")).sorted().toList())
                mutants.add(Mutant.parse(file.getFileName().toString().replace(".mutant", ""), Files.readAllLines(file)));
        }
        return mutants;
    }
}
