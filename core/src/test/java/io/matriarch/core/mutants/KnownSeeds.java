package io.matriarch.core.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The seed that caught each mutant last, in a file beside them, so that the next run may begin with it: most often it still does, and then
/// one seed says what a search of hundreds said. A line each: `NAME SEED`; 0 is the mutant's own schedule.
final class KnownSeeds {
    static final String FILE = Mutants.FILES + "/seeds.txt";

    private KnownSeeds() {}

    static Map<String, Long> read(Path root) throws IOException {
        var known = new TreeMap<String, Long>();
        if (!Files.exists(root.resolve(FILE))) return known;
        for (var line : Files.readAllLines(root.resolve(FILE))) {
            var blank = line.indexOf(' ');
            if (blank > 0) known.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 1).strip()));
        }
        return known;
    }

    /// Puts down what these results say. One that was not caught now keeps its old seed, one that is no mutant any more loses it.
    static void write(Path root, List<Table.Row> rows) throws IOException {
        var before = read(root);
        var lines = new TreeMap<String, String>();
        for (var row : rows) {
            var name = row.mutant().name();
            var seed = row.result() instanceof Trials.Result.Caught caught ? caught.seed() : before.getOrDefault(name, -1L);
            if (seed >= 0) lines.put(name, name + " " + seed);
        }
        Files.write(root.resolve(FILE), lines.values());
    }
}
