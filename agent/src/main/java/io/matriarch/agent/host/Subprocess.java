package io.matriarch.agent.host;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs that end by themselves, PostgreSQL's and the operator's: how they are begun, and how they are ended with all their children when they do not.
/// (A server is [GuardedServer]'s.)
public final class Subprocess {
    private static final Duration TOLD = Duration.ofSeconds(3);
    private static final Duration KILLED = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(10);
    /// What [#end] takes at most.
    public static final Duration LONGEST_END = TOLD.plus(KILLED);

    private Subprocess() {}

    /// Its environment is exactly this one, it reads nothing, and says everything on one stream.
    public static Process start(List<String> command, Map<String, String> environment, Path directory) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Asks them and all their children to end, and kills 3 seconds later whoever has not, with what they began meanwhile. Those that outlived even that for 10
    /// seconds; none as a rule.
    public static List<ProcessHandle> end(Collection<ProcessHandle> roots) throws InterruptedException {
        return end(roots, TOLD, KILLED);
    }

    static List<ProcessHandle> end(Collection<ProcessHandle> roots, Duration told, Duration killed) throws InterruptedException {
        var all = families(roots);
        all.forEach(ProcessHandle::destroy);
        await(all, told);
        all.addAll(families(all));
        all.forEach(ProcessHandle::destroyForcibly);
        await(all, killed);
        return all.stream().filter(Subprocess::alive).toList();
    }

    /// The same, and returns at once.
    public static void endSoon(ProcessHandle root) {
        var all = families(List.of(root));
        all.forEach(ProcessHandle::destroy);
        CompletableFuture.delayedExecutor(TOLD.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
            all.addAll(families(all));
            all.forEach(ProcessHandle::destroyForcibly);
        });
    }

    /// With all its children, unasked.
    public static void kill(ProcessHandle root) {
        families(List.of(root)).forEach(ProcessHandle::destroyForcibly);
    }

    /// Those that were begun with `variable=value` in their environment, by whomever and however long ago: children have it, too, also when who began them is
    /// gone. Of this user alone, and without this very process.
    public static List<ProcessHandle> marked(String variable, String value) {
        var entry = variable + "=" + value;
        return ProcessHandle.allProcesses().filter(process -> process.pid() != ProcessHandle.current().pid() && environment(process).contains(entry)).toList();
    }

    private static Set<String> environment(ProcessHandle process) {
        try {
            return Set.copyOf(List.of(new String(Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ")), StandardCharsets.UTF_8).split("\0", -1)));
        } catch (IOException another) {
            return Set.of(); // somebody else's, or gone
        }
    }

    private static Set<ProcessHandle> families(Collection<ProcessHandle> roots) {
        var all = new LinkedHashSet<ProcessHandle>();
        roots.forEach(root -> Stream.concat(root.descendants(), Stream.of(root)).forEach(all::add));
        return all;
    }

    private static void await(Collection<ProcessHandle> all, Duration longest) throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        while (all.stream().anyMatch(Subprocess::alive) && System.nanoTime() < end) Thread.sleep(LOOK);
    }

    /// One that is dead and not reaped yet writes no more.
    private static boolean alive(ProcessHandle process) {
        return process.isAlive() && ProcessFacts.read(process.pid()).filter(ProcessFacts::alive).isPresent();
    }
}
