package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the processes of one node in `/proc`, however they detached themselves.
///
/// A process belongs to the node when it works in the node's directory (PostgreSQL's processes work in the data directory, also when they are
/// orphans), carries the node's mark in its environment, names the directory in its arguments, or is the parent of
/// one of its PostgreSQL processes. Each of these alone misses somebody: PostgreSQL overwrites its environment, and a guardian
/// may clear its own and work in `/`. A parent older than this process is not the node's: it is this very process, which started
/// a server itself, or whoever adopts orphans here (`systemd --user`).
final class ProcessTable {

    /// The environment variable that marks a node's processes; its value is the node's directory.
    static final String MARK = "CHAOS_NODE";

    private static final long INIT = 1;
    private static final Pid OURSELVES = Pid.stat(ProcessHandle.current().pid()).orElseThrow().pid();

    private final Path home;
    private final int uid;

    ProcessTable(Path home, Account account) {
        this.home = home;
        this.uid = account.uid();
    }

    /// All of the node, PostgreSQL or not.
    List<Pid.Stat> all() {
        var mine = numbers().stream().filter(this::belongs).map(Pid::stat).flatMap(Optional::stream).toList();
        var known = mine.stream().map(stat -> stat.pid().number()).collect(Collectors.toSet());
        var parents = mine.stream().filter(ProcessTable::isPostgres).map(Pid.Stat::parent).distinct()
                .filter(parent -> parent != INIT && !known.contains(parent) && ownedByUser(parent)).map(Pid::stat).flatMap(Optional::stream)
                .filter(parent -> parent.pid().started() > OURSELVES.started());
        return Stream.concat(mine.stream(), parents).toList();
    }

    private static List<Long> numbers() {
        try (var entries = Files.list(Path.of("/proc"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit)).map(Long::parseLong)
                    .filter(number -> number != ProcessHandle.current().pid()).toList();
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
            return ownedByUser(number) && (Files.readSymbolicLink(process.resolve("cwd")).startsWith(home)
                    || words(process.resolve("environ")).anyMatch((MARK + "=" + home)::equals)
                    || words(process.resolve("cmdline")).anyMatch(word -> word.contains(home + "/")));
        } catch (IOException _) {
            return false;
        }
    }

    private static Stream<String> words(Path file) throws IOException {
        return Stream.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1));
    }

    /// Processes of other users are nobody's of ours: a person's `tail` on a log, an init.
    private boolean ownedByUser(long number) {
        try {
            return Files.getAttribute(Path.of("/proc/" + number), "unix:uid").equals(uid);
        } catch (IOException _) {
            return false;
        }
    }
}
