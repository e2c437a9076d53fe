package io.matriarch.core.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// `scripts/mutants`: runs the planted faults and prints who was caught by what. Exit code: 0 all caught, 1 one survived, 2 one is stale,
/// 3 the time was over before all had run, 64 usage.
public final class Mutants {
    static final String FILES = "core/src/test/mutants";

    private Mutants() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(Options.parse(List.of(arguments)).map(options -> run(Path.of(""), options)).orElseGet(Mutants::usage));
    }

    private static int usage() {
        System.err.println(Options.USAGE);
        return 64;
    }

    static int run(Path root, Options options) {
        var chosen = new ArrayList<Table.Row>();
        var all = new ArrayList<Table.Row>();
        try (var workshop = new Workshop(root); var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var kept = new Kept(root);
            var end = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
            var trials = new Trials(workshop, options.seeds(), options.search() ? Map.of() : KnownSeeds.read(root), () -> System.nanoTime() > end);
            var results = read(root).stream().map(mutant -> workers.submit(() -> new Table.Row(mutant, result(mutant, trials, kept, workshop, options)))).toList();
            for (var result : results) {
                var row = result.get();
                all.add(row);
                if (!options.chosen(row.mutant())) continue;
                chosen.add(row);
                System.out.println(Table.line(row));
            }
            trials.broken().forEach(what -> System.out.println("the code as it is: " + what));
            if (!options.table().isEmpty()) {
                Files.writeString(root.resolve(options.table()), Table.page(all, options.seeds()));
                KnownSeeds.write(root, all);
            }
        } catch (ExecutionException | InterruptedException | IOException mistake) {
            throw new IllegalStateException(mistake);
        }
        System.out.println(Table.sum(chosen));
        return Table.exitCode(chosen);
    }

    /// What is known of it, or else, when it was chosen, what it does now.
    private static Trials.Result result(Mutant mutant, Trials trials, Kept kept, Workshop workshop, Options options) throws IOException {
        var fingerprint = workshop.fingerprint(mutant);
        var known = kept.of(mutant, fingerprint, options);
        if (known.isPresent() || !options.chosen(mutant)) return known.orElse(new Trials.Result.Unfinished(0));
        var result = trials.of(mutant);
        kept.keep(mutant, fingerprint, result);
        return result;
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
