package io.matriarch.agent.host;

import io.matriarch.agent.host.GuardianProcess.Opening;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Starting a guardian process and waiting until it answers.
///
/// The thread that starts it may end afterwards: the guardian carries no death signal itself, it is the server that carries
/// one, and the server's parent is the guardian's only thread.
final class GuardianStart {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int IN_USE = 69;

    private GuardianStart() {}

    static Opening launch(GuardianLaunch launch, GuardianListener listener) {
        if (!Files.isExecutable(launch.program()))
            return new Opening.Failed(launch.program() + " is not an executable program; the build of the module agent makes it");
        try {
            var before = identity(launch.socket());
            return connect(start(launch), before, launch, listener);
        } catch (IOException trouble) {
            return new Opening.Failed("could not start the guardian: " + trouble.getMessage());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return new Opening.Failed("interrupted while the guardian was starting; it may be running: attach");
        }
    }

    private static Process start(GuardianLaunch launch) throws IOException {
        var builder = new ProcessBuilder(launch.command()).redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.output().toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        return builder.start();
    }

    /// The guardian renames its socket into place, so another file there means that it listens. A file that was there before is a
    /// stale one, or that of a guardian that lives: connecting to it would take it from its agent.
    private static Opening connect(Process process, Object before, GuardianLaunch launch, GuardianListener listener) throws InterruptedException {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            if (process.waitFor(2, TimeUnit.MILLISECONDS)) return new Opening.Failed(why(process.exitValue(), launch));
            if (identity(launch.socket()).equals(before)) continue;
            if (GuardianProcess.attach(launch.socket(), listener) instanceof Opening.Opened opened) return opened;
        }
        return new Opening.Failed("the guardian (pid %d) did not answer within %s".formatted(process.pid(), LONGEST));
    }

    private static Object identity(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        } catch (IOException missing) {
            return "missing";
        }
    }

    private static String why(int code, GuardianLaunch launch) {
        return switch (code) {
            case 0 -> "the server ended at once; %s says why".formatted(launch.output());
            case IN_USE -> "another guardian already serves " + launch.socket();
            default -> "the guardian ended with code %d; %s says why".formatted(code, launch.output());
        };
    }
}
