package io.matriarch.agent.postgres;

import io.matriarch.agent.host.Subprocess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL's programs: where they are, and running the ones that end by themselves. (A server is started by [Postmaster] alone.)
final class Programs {
    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);
    private static final int TAIL = 60;
    /// A script that makes a copy or a cluster is known by it, and its children are, whoever began them.
    private static final String MARK = "MATRIARCH_WORK";
    private final PostgresConfig config;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    Programs(PostgresConfig config) {
        this.config = config;
    }

    /// How a program ended, and its last lines.
    record Result(int code, List<String> tail) {
        boolean succeeded() {
            return code == 0;
        }

        String text() {
            return String.join("\n", tail);
        }

        /// The line that says most: the last one.
        String last() {
            return tail.isEmpty() ? "exit code " + code : tail.getLast() + " (exit code " + code + ")";
        }
    }

    String path(String program) {
        var name = config.programs().getOrDefault(program, program);
        return config.binDir().toString().isEmpty() ? name : config.binDir().resolve(name).toString();
    }

    /// What a server or a script inherits of the agent's environment: nothing of the agent's own, and no libpq defaults.
    Map<String, String> environment() {
        var kept = new TreeMap<>(config.environment());
        var arenas = kept.getOrDefault("PG_MALLOC_ARENA_MAX", "");
        kept.keySet().removeIf(name -> name.startsWith("PATRONI_") || name.startsWith("MATRIARCH_") || name.equals("NOTIFY_SOCKET") || name.matches("PG[A-Z]+"));
        if (!arenas.isEmpty()) kept.put("MALLOC_ARENA_MAX", arenas);
        return kept;
    }

    /// For programs that look passwords up in the pgpass file.
    Map<String, String> clientEnvironment() {
        var environment = new TreeMap<>(environment());
        environment.put("PGPASSFILE", config.pgpass().toString());
        return environment;
    }

    /// From here until the next [#permit()] every program ends at once, also one that is only about to start.
    void cancel() {
        cancelled = true;
        running.forEach(process -> Subprocess.endSoon(process.toHandle()));
    }

    void permit() {
        cancelled = false;
    }

    boolean cancelled() {
        return cancelled;
    }

    /// One that has only a file or two to read: until it ends or is cancelled, and never for longer than `longest`. Its words in English.
    Result run(List<String> command, Duration longest) throws Trouble {
        return runIn(inEnglish(), command, _ -> {}, process -> Headway.within(longest, process));
    }

    /// Ended, too, when it makes no progress for as long as `patience`. Each line of output goes to `heard` first, whose trouble ends it.
    Result supervised(List<String> command, Duration patience, Heard heard, BooleanSupplier childrenToo) throws Trouble {
        return runIn(inEnglish(), command, heard, process -> Headway.watched(process, patience, childrenToo));
    }

    Result supervised(List<String> command, Duration patience) throws Trouble {
        return supervised(command, patience, _ -> {}, () -> true);
    }

    private Map<String, String> inEnglish() {
        var environment = new TreeMap<>(clientEnvironment());
        environment.put("LC_ALL", "C");
        return environment;
    }

    /// Runs in the agent's own locale: what initdb makes of it stays with the cluster for ever.
    Result runLocalized(List<String> command) throws Trouble {
        return runIn(clientEnvironment(), command, _ -> {}, Headway::free);
    }

    private Result runIn(Map<String, String> environment, List<String> command, Heard heard, Function<Process, Headway> watched) throws Trouble {
        try {
            var process = Subprocess.start(command, environment, Path.of("/"));
            running.add(process);
            try (var headway = watched.apply(process)) {
                if (cancelled) Subprocess.endSoon(process.toHandle());
                var result = listen(process, heard);
                if (cancelled) throw new Trouble("cancelled");
                if (headway.stuck()) throw new Trouble("%s %s and was ended".formatted(name(command), headway.words()));
                return result;
            } finally {
                running.remove(process);
                // What it wrote is looked at, or removed, only when it writes no more.
                if (process.isAlive()) Subprocess.end(List.of(process.toHandle()));
            }
        } catch (IOException trouble) {
            throw new Trouble(command.getFirst() + " could not be run", trouble);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new Trouble("interrupted", hurry);
        }
    }

    private static String name(List<String> command) {
        return Path.of(command.getFirst()).getFileName().toString();
    }

    private static Result listen(Process process, Heard heard) throws IOException, InterruptedException, Trouble {
        var tail = new ArrayDeque<String>();
        try (var reader = process.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank()) continue;
                heard.line(line);
                tail.add(line.strip());
                if (tail.size() > TAIL) tail.remove();
            }
        }
        return new Result(process.waitFor(), List.copyOf(tail));
    }

    /// For a script that works on the data directory, or makes it.
    Map<String, String> workEnvironment() {
        var environment = new TreeMap<>(clientEnvironment());
        environment.put(MARK, config.dataDir().toString());
        return environment;
    }

    /// Ends what an agent that died left running, with all its children. It would go on writing by its path, into whatever is there by then: the next copy, or
    /// the next data directory. `argument` is one of its arguments, as a whole.
    void endLeftOvers(String argument) throws Trouble {
        end(ProcessHandle.allProcesses().filter(process -> process.info().arguments().map(all -> List.of(all).contains(argument)).orElse(false)).toList(), argument);
    }

    /// Ends every script that was run with [#workEnvironment()], and what such a script left running.
    void endWork() throws Trouble {
        end(Subprocess.marked(MARK, config.dataDir().toString()), MARK);
    }

    private static void end(List<ProcessHandle> processes, String what) throws Trouble {
        if (processes.isEmpty()) return;
        try {
            LOG.warn("ended, for they may still write: {} processes with {}", processes.size(), what);
            var alive = Subprocess.end(processes);
            if (!alive.isEmpty()) throw new Trouble("process " + alive.getFirst().pid() + " of an earlier attempt outlived SIGKILL: it may still write (" + what + ")");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new Trouble("interrupted", hurry);
        }
    }

    /// A line that a program said.
    interface Heard {
        void line(String line) throws Trouble;
    }
}
