package io.matriarch.core.mutants;

import io.matriarch.core.mutants.Trials.Result;
import java.util.List;
import java.util.Locale;

/// The results, for a terminal and for `docs/mutants.md`.
final class Table {

    record Row(Mutant mutant, Result result) {}

    private Table() {}

    static String line(Row row) {
        return String.format(Locale.ROOT, "%-34s %s", row.mutant.name(), switch (row.result) {
            case Result.Caught(var oracle, var seed, var searched, var what) -> "caught by \"" + oracle + "\" "
                    + (seed == Trials.TEST ? "which fails: " : seed == Trials.SCHEDULE ? "in its own schedule: " : searched ? "after " + seed + (seed == 1 ? " seed: " : " seeds: ")
                    : "on seed " + seed + ", known from before: ") + what;
            case Result.Survived(var seeds) -> "SURVIVED " + (seeds == 0 ? "its test" : seeds + " seeds");
            case Result.Stale(var why) -> "STALE " + why;
            case Result.Unfinished(var seeds) -> "NOT " + (seeds == 0 ? "RUN" : "FINISHED: the time was over after " + seeds + " seeds");
        });
    }

    static String page(List<Row> rows, long seeds) {
        var text = new StringBuilder(String.format(Locale.ROOT, """
            # Planted faults

            Each line is one mistake planted into our code, and what noticed it: the simulation, but for a few. Made by `scripts/mutants --table docs/mutants.md`;
            the mistakes themselves are in `core/src/test/mutants`, nothing of them is in the product. *adapter*: planted in the simulation's double
            of an adapter or of the guardian, because the real one is not simulated (`chaos-tests` runs that one). *seeds* is how many clusters it
            took, searched from seed 1, of at most %d; *known* means that the seed that caught it in an earlier run was tried first and caught it
            again, so that no search was needed; *its schedule* that no seed did, but a few faults that were put together for it (or shrunk from
            a longer run) do, and are in its file. The code as it is ran the same seeds, or a catch would prove nothing: a seed on which it broke a promise
            itself counts for nobody, and an oracle that it did not satisfy somewhere must have noticed the mutant three times, and five times as often.

            *a test*: no seed is known on which the simulation notices it, but the test of core that is named fails with it, and passes without it; the simulation is not asked.
            The notes say why it would not notice, where that is known.

            The numbers are those of the design's list (safety.md 4.6). **Not in this table**: 34, whose subject is not built.

            | # | mistake | planted in | caught by | seeds |
            |---|---|---|---|---|
            """, seeds));
        for (var row : rows) text.append(tableLine(row));
        text.append('\n').append(sum(rows)).append(".\n");
        var notes = rows.stream().filter(row -> !row.mutant.note().isEmpty()).toList();
        if (!notes.isEmpty()) text.append("\n## Notes\n");
        for (var row : notes) text.append("- **").append(row.mutant.number()).append("** ").append(row.mutant.note()).append('\n');
        return text.toString();
    }

    private static String tableLine(Row row) {
        var m = row.mutant;
        var end = switch (row.result) {
            case Result.Caught(var oracle, var seed, var searched, _) -> oracle + " | " + (seed == Trials.SCHEDULE ? "its schedule" : seed == Trials.TEST ? "a test" : seed + (searched ? "" : " (known)"));
            case Result.Survived _ -> "**survived** | -";
            case Result.Stale _ -> "**stale** | -";
            case Result.Unfinished(var seeds) -> "**not " + (seeds == 0 ? "run" : "finished") + "** | " + (seeds == 0 ? "-" : "> " + seeds);
        };
        var where = String.join(", ", m.edits().stream().map(e -> e.file().replaceAll(".*/", "").replace(".java", "")).distinct().toList());
        return "| " + m.number() + " | " + m.says() + " | " + where + (m.adapter() ? " (adapter)" : "") + " | " + end + " |\n";
    }

    static String sum(List<Row> rows) {
        long caught = 0, survived = 0, stale = 0, unfinished = 0;
        for (var row : rows) {
            switch (row.result) {
                case Result.Caught _ -> caught++;
                case Result.Survived _ -> survived++;
                case Result.Stale _ -> stale++;
                case Result.Unfinished _ -> unfinished++;
            }
        }
        return caught + " of " + rows.size() + " caught, " + survived + " survived, " + stale + " stale, " + unfinished + " not finished";
    }

    static int exitCode(List<Row> rows) {
        if (rows.isEmpty() || rows.stream().anyMatch(r -> r.result instanceof Result.Stale)) return 2;
        if (rows.stream().anyMatch(r -> r.result instanceof Result.Survived)) return 1;
        return rows.stream().allMatch(r -> r.result instanceof Result.Caught) ? 0 : 3;
    }
}
