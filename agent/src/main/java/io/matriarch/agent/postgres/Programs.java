package io.matriarch.agent.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/// PostgreSQL's programs: where they are, and running the ones that end by themselves. (A server is started by [Postmaster] alone.)
final class Programs {
    private static final int TAIL = 60;
    private static final Duration KILLED = Duration.ofSeconds(10);
    private static final Duration TOLD = Duration.ofSeconds(3);
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
        running.forEach(Programs::end);
    }

    void permit() {
        cancelled = false;
    }

    boolean cancelled() {
        return cancelled;
    }

    /// Runs to its end or until cancelled, its words in English.
    Result run(List<String> command) throws Trouble {
        return runIn(inEnglish(), command, _ -> {}, Headway::free);
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
    Result runLocalized(List<String> command, Map<String, String> also) throws Trouble {
        var environment = new TreeMap<>(clientEnvironment());
        environment.putAll(also);
        return runIn(environment, command, _ -> {}, Headway::free);
    }

    private Result runIn(Map<String, String> environment, List<String> command, Heard heard, Function<Process, Headway> watched) throws Trouble {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new java.io.File("/dev/null")).directory(new java.io.File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            running.add(process);
            try (var headway = watched.apply(process)) {
                if (cancelled) end(process);
                var result = listen(process, heard);
                if (cancelled) throw new Trouble("cancelled");
                if (headway.stuck()) throw new Trouble("%s made no progress for %d s and was ended".formatted(name(command), headway.patience().toSeconds()));
                return result;
            } finally {
                running.remove(process);
                if (process.isAlive()) awaitEnd(process);
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

    /// Ends what an agent that died left running. It would go on writing by its path, into whatever is there by then: the next copy, or the next
    /// data directory. `argument` is one of its arguments, as a whole.
    void endLeftOvers(String argument) throws Trouble {
        for (var process : ProcessHandle.allProcesses().filter(process -> process.info().arguments().map(all -> List.of(all).contains(argument)).orElse(false)).toList()) {
            process.destroyForcibly();
            try {
                process.onExit().get(KILLED.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException alive) {
                throw new Trouble("process " + process.pid() + " of an agent that died outlived SIGKILL: it may still write (" + argument + ")");
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
                throw new Trouble("interrupted", hurry);
            }
        }
    }

    /// pg_basebackup has a second process for the WAL: both are told, and killed when they do not listen. One that is left holds the pipe that
    /// [#listen(Process, Heard)] reads to its end.
    private static void end(Process process) {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture.delayedExecutor(TOLD.toMillis(), TimeUnit.MILLISECONDS).execute(() -> all.forEach(ProcessHandle::destroyForcibly));
    }

    /// What it wrote is looked at, or removed, only when it writes no more.
    private static void awaitEnd(Process process) {
        end(process);
        try {
            process.waitFor(TOLD.plus(KILLED).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// A line that a program said.
    interface Heard {
        void line(String line) throws Trouble;
    }
}
