package io.matriarch.agent.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows parameters to the server's own program before they are written, so that a wrong one neither stops a start nor keeps a reload from the others.
///
/// `postgres -C` reads a configuration file as a starting server does, and ends: it judges names, types, units and ranges by its own version, also what
/// `--describe-config` does not list (developer options, the words of an enumeration). A program that cannot be asked passes everything. Any thread.
final class ParameterCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ParameterCheck.class);
    /// One round finds the unknown names, the next the wrong values; what is left out shows others in none.
    private static final int ROUNDS = 8;
    private final Programs programs;
    private final Path directory;
    private final Path candidate;
    private final AtomicReference<Judged> last = new AtomicReference<>(new Judged(new TreeMap<>(), new TreeMap<>()));

    private record Judged(SortedMap<String, String> shown, SortedMap<String, String> accepted) {}

    /// `state` holds the file that is shown.
    ParameterCheck(PostgresConfig config, Path state) {
        this.programs = new Programs(config);
        this.directory = config.dataDir();
        this.candidate = state.resolve("parameters.conf");
    }

    /// What PostgreSQL takes of `wanted`. What it does not take is said in the log, once for each change.
    SortedMap<String, String> accepted(SortedMap<String, String> wanted) {
        var known = last.get();
        if (known.shown().equals(wanted)) return known.accepted();
        var accepted = judged(wanted);
        last.set(new Judged(new TreeMap<>(wanted), accepted));
        return accepted;
    }

    private SortedMap<String, String> judged(SortedMap<String, String> wanted) {
        var left = new TreeMap<>(wanted);
        left.keySet().removeIf(ParameterCheck::ours);
        for (var round = 0; round < ROUNDS; round++) {
            var said = complaints(left);
            if (said.isEmpty()) return left;
            var verdict = ParameterVerdict.of(left, said);
            if (verdict.complaints().isEmpty()) {
                LOG.warn("postgresql.parameters could not be checked: {}", said.lines().reduce((_, line) -> line).orElse(""));
                return left;
            }
            verdict.complaints().forEach(complaint -> LOG.warn("postgresql.parameters: {}", complaint));
            left = new TreeMap<>(verdict.accepted());
        }
        return left;
    }

    private static boolean ours(String name) {
        var ours = name.equals("data_directory") || name.equals("config_file");
        if (ours) LOG.warn("postgresql.parameters: {} is the agent's own: it is left out", name);
        return ours;
    }

    /// What the program says of a file with these; empty when it takes it.
    private String complaints(SortedMap<String, String> parameters) {
        try {
            SafeFiles.replace(candidate, parameters.entrySet().stream().map(entry -> entry.getKey() + " = " + ConfigText.quoted(entry.getValue()) + "\n").collect(Collectors.joining()));
            var result = programs.run(java.util.List.of(programs.path("postgres"), "-C", "config_file", "-D", directory.toString(), "--config-file=" + candidate));
            return result.succeeded() ? "" : result.text().isEmpty() ? result.last() : result.text();
        } catch (Trouble | IOException trouble) {
            return String.valueOf(trouble.getMessage());
        }
    }
}
