package io.matriarch.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/// What `postmaster.pid` in a data directory says, checked against the process it names.
public sealed interface LeftoverPostmaster {
    /// No file: nothing was left.
    record None() implements LeftoverPostmaster {}

    /// The file is there, and no server of this directory runs: it was killed, or the machine went down. PostgreSQL clears this up itself.
    record Stale(long pid, String because) implements LeftoverPostmaster {}

    /// A server of this directory runs. `startTicks` is what the guardian needs to adopt it.
    record Running(long pid, long startTicks) implements LeftoverPostmaster {}

    /// A single-user server of this directory runs: it takes no connections.
    record SingleUser(long pid) implements LeftoverPostmaster {}

    /// The file cannot be understood: touch nothing.
    record Unreadable(String because) implements LeftoverPostmaster {}

    /// The postmaster and a single-user backend both chdir into their data directory, so the working directory is the proof.
    Set<String> NAMES = Set.of("postgres", "postmaster");

    static LeftoverPostmaster find(Path dataDirectory) {
        var file = dataDirectory.resolve("postmaster.pid");
        try {
            var lines = Files.readAllLines(file);
            // A single-user backend writes its pid negative (miscinit.c).
            var written = Long.parseLong(lines.getFirst().strip());
            var found = check(Math.abs(written), dataDirectory);
            return written < 0 && found instanceof Running(var pid, _) ? new SingleUser(pid) : found;
        } catch (NoSuchFileException missing) {
            return new None();
        } catch (IOException | NumberFormatException | java.util.NoSuchElementException trouble) {
            return new Unreadable(file + ": " + trouble.getMessage());
        }
    }

    private static LeftoverPostmaster check(long pid, Path dataDirectory) throws IOException {
        var found = ProcessFacts.read(pid);
        if (found.isEmpty() || !found.get().alive()) return new Stale(pid, "no such process");
        var facts = found.get();
        if (!NAMES.contains(facts.name())) return new Stale(pid, "the pid is now " + facts.name());
        try {
            var where = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
            if (!where.equals(dataDirectory.toRealPath())) return new Stale(pid, "the pid is now a server of " + where);
        } catch (NoSuchFileException ended) {
            return new Stale(pid, "it just ended");
        }
        return new Running(pid, facts.startTicks());
    }
}
