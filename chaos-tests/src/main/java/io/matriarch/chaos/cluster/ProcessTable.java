package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the processes of one node in `/proc`.
///
/// A node is everything that works in its directory (PostgreSQL's processes work in the data directory, also when they
/// are orphans) or carries its mark in the environment (what the agent started, however it detached itself; PostgreSQL
/// overwrites its environment).
final class ProcessTable {

    /// The environment variable that marks a node's processes; its value is the node's directory.
    static final String MARK = "CHAOS_NODE";

    private final Path home;

    ProcessTable(Path home) {
        this.home = home;
    }

    /// All of the node, PostgreSQL or not.
    List<Pid.Stat> all() {
        try (var entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::parseLong)
                    .flatMap(number -> belongs(number) ? Pid.stat(number).stream() : Stream.empty())
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException("/proc cannot be listed", unreadable);
        }
    }

    List<Pid> everything() {
        return all().stream().map(Pid.Stat::pid).toList();
    }

    /// The agent and whatever it runs beside PostgreSQL.
    List<Pid> agentTree() {
        return all().stream().filter(stat -> !isPostgres(stat)).map(Pid.Stat::pid).toList();
    }

    /// The parent of all server processes: the first line of `postmaster.pid`, if that process lives.
    Optional<Pid> postmaster(Path dataDirectory) {
        try (var lines = Files.lines(dataDirectory.resolve("postmaster.pid"))) {
            return lines.findFirst().map(String::strip).filter(line -> line.matches("\\d+")).map(Long::parseLong)
                    .flatMap(Pid::stat).filter(ProcessTable::isPostgres).map(Pid.Stat::pid);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(Pid.Stat stat) {
        return stat.name().startsWith("postgres");
    }

    private boolean belongs(long number) {
        var process = Path.of("/proc/" + number);
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(home) || marked(process);
        } catch (IOException _) {
            return false;
        }
    }

    private boolean marked(Path process) throws IOException {
        var environment = new String(Files.readAllBytes(process.resolve("environ")), java.nio.charset.StandardCharsets.UTF_8);
        return Stream.of(environment.split("\0", -1)).anyMatch((MARK + "=" + home)::equals);
    }
}
