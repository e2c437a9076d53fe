package io.matriarch.agent.hook;

import io.matriarch.agent.host.Subprocess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program of the operator's, as an argument vector. `name` is what it is for, for the log: `on_role_change`, `pre_promote`.
/// What it says and how it ends is logged.
public record Script(String name, List<String> command) {
    private static final Logger LOG = LoggerFactory.getLogger(Script.class);
    /// How long it takes to see that a script is not wanted any more; its own end is seen at once.
    private static final Duration LOOK = Duration.ofMillis(200);
    /// Where the agent was started: a command may be a path from there.
    private static final Path DIRECTORY = Path.of("").toAbsolutePath();

    public Script {
        command = List.copyOf(command);
    }

    /// When the agent ends a script: after `longest`, or as soon as `mayGoOn` says so; and how.
    public record Bounds(Duration longest, BooleanSupplier mayGoOn, Ending ending) {
        public Bounds(Duration longest, BooleanSupplier mayGoOn) {
            this(longest, mayGoOn, Ending.ASKED);
        }
    }

    /// `ASKED` first, and killed with all its children 3 seconds later: it takes up to [Subprocess#LONGEST_END] more. `KILLED` with them: no more at all.
    public enum Ending {
        ASKED, KILLED
    }

    /// The same with more arguments.
    public Script with(List<String> more) {
        return new Script(name, Stream.concat(command.stream(), more.stream()).toList());
    }

    /// Runs it to its end. Its environment is exactly this one.
    public ScriptEnd run(Map<String, String> environment, Bounds bounds) throws InterruptedException {
        var begun = System.nanoTime();
        LOG.info("{}: {} begins", name, command.getFirst());
        var end = ran(environment, bounds);
        var took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        if (end.succeeded()) LOG.info("{}: done after {} ms", name, took);
        else LOG.warn("{}: {} (after {} ms)", name, end.text(), took);
        return end;
    }

    private ScriptEnd ran(Map<String, String> environment, Bounds bounds) throws InterruptedException {
        try {
            var process = Subprocess.start(command, environment, DIRECTORY);
            return await(process, new ScriptOutput(name, process.getInputStream()).begin(), bounds);
        } catch (IOException trouble) {
            return new ScriptEnd.NotRun(trouble.getMessage());
        }
    }

    private static ScriptEnd await(Process process, ScriptOutput output, Bounds bounds) throws InterruptedException {
        var end = System.nanoTime() + bounds.longest().toNanos();
        try {
            while (!process.waitFor(Math.clamp(end - System.nanoTime(), 1, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
                if (!bounds.mayGoOn().getAsBoolean()) return ended(process, bounds.ending(), "it is not wanted any more");
                if (System.nanoTime() - end >= 0) return ended(process, bounds.ending(), "it took longer than " + bounds.longest().toSeconds() + " s");
            }
            return new ScriptEnd.Exited(process.exitValue(), output.last());
        } catch (InterruptedException hurry) {
            Subprocess.kill(process.toHandle());
            throw hurry;
        }
    }

    private static ScriptEnd ended(Process process, Ending ending, String because) throws InterruptedException {
        switch (ending) {
            case ASKED -> Subprocess.end(List.of(process.toHandle()));
            case KILLED -> Subprocess.kill(process.toHandle());
        }
        return new ScriptEnd.Ended(because);
    }
}
