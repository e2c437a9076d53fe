package io.matriarch.core.mutants;

import io.matriarch.core.mutants.Trials.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// What has been found out, a file for each mutant, so that a run that was interrupted goes on where it was. A result is good as long as the
/// code, the simulation and the mutant are what they were (`fingerprint`): the same seeds would say the same again. Any thread.
final class Kept {
    static final String DIRECTORY = "core/target/mutants";
    private final Path directory;

    Kept(Path root) throws IOException {
        directory = Files.createDirectories(root.resolve(DIRECTORY));
    }

    void keep(Mutant mutant, String fingerprint, Result result) throws IOException {
        switch (result) {
            case Result.Caught(var oracle, var seed, var searched, var what) ->
                    write(mutant, List.of(fingerprint, oracle, String.valueOf(seed), String.valueOf(searched), what.replace('\n', ' ')));
            case Result.Survived(var seeds) -> write(mutant, List.of(fingerprint, String.valueOf(seeds)));
            case Result.Stale _, Result.Unfinished _ -> Files.deleteIfExists(file(mutant));
        }
    }

    private void write(Mutant mutant, List<String> lines) throws IOException {
        var draft = directory.resolve(mutant.name() + ".draft");
        Files.write(draft, lines);
        Files.move(draft, file(mutant), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(Mutant mutant) {
        return directory.resolve(mutant.name() + ".txt");
    }

    /// Nothing when it says less than what `options` ask for.
    Optional<Result> of(Mutant mutant, String fingerprint, Options options) throws IOException {
        if (!Files.exists(file(mutant))) return Optional.empty();
        var lines = Files.readAllLines(file(mutant));
        if (lines.isEmpty() || !lines.getFirst().equals(fingerprint)) return Optional.empty();
        var result = lines.size() == 2 ? new Result.Survived(Long.parseLong(lines.get(1)))
                : new Result.Caught(lines.get(1), Long.parseLong(lines.get(2)), Boolean.parseBoolean(lines.get(3)), lines.get(4));
        return Optional.<Result>of(result).filter(r -> enough(r, options));
    }

    private static boolean enough(Result result, Options options) {
        return switch (result) {
            case Result.Caught caught when caught.seed() == Trials.TEST -> true;
            case Result.Caught caught when caught.seed() == Trials.SCHEDULE -> !options.search();
            case Result.Caught caught -> caught.searched() ? caught.seed() <= options.seeds() : !options.search();
            // A seed that catches it may have become known since.
            case Result.Survived(var seeds) -> options.search() && seeds >= options.seeds();
            case Result.Stale _, Result.Unfinished _ -> false;
        };
    }
}
