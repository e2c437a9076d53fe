package io.matriarch.agent.fork;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs `pg_waldump` over a saved fork. It knows the WAL of its own version only.
public final class WalDump {
    private WalDump() {}

    /// One run for each timeline; reads as it comes, whatever the size. Fails when the program cannot be run.
    public static Tally read(Path program, Path directory, SavedFork fork) throws IOException, InterruptedException {
        if (!Files.isExecutable(program)) throw new IOException(program + " is missing: it comes with PostgreSQL's server package, and must be of the version that wrote the WAL");
        var tally = new Tally();
        for (var stretch : fork.stretches()) read(program, directory, stretch, tally);
        return tally;
    }

    private static void read(Path program, Path directory, WalStretch stretch, Tally tally) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of(program.toString(), "--path=" + directory, "--timeline=" + stretch.timeline().id(), "--start=" + stretch.from(), "--end=" + stretch.to()))
                .redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        var process = builder.start();
        try (var lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) tally.hear(line);
            var code = process.waitFor();
            if (code != 0 && tally.complaints().isEmpty()) tally.hear("pg_waldump: ended with exit code " + code);
        } finally {
            process.destroyForcibly();
        }
    }
}
