package io.matriarch.agent.postgres;

import io.matriarch.agent.host.Subprocess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// Watches whether a program gets on, and ends one that does not: it has read nothing, written nothing and used no processor time for as long as
/// its patience. By what the kernel counts (`/proc/PID/io`), so a slow copy is never taken for a stuck one. Where the kernel does not tell,
/// nothing is ended.
///
/// Time is counted in looks: one that was late because the machine stood still says no more than any other. A program that has little to do may be given a time
/// instead, however busy it is.
final class Headway implements AutoCloseable {
    private static final Pattern COUNTS = Pattern.compile("(?m)^[rw]char: (\\d+)$");
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int LOOKS = 20;
    private static final long UNTOLD = -1;
    private final Process process;
    private final Duration patience;
    private final BooleanSupplier childrenToo;
    private final String words;
    private Runnable stop = () -> {};
    private volatile boolean stuck;

    private Headway(Process process, Duration patience, BooleanSupplier childrenToo, String words) {
        this.process = process;
        this.patience = patience;
        this.childrenToo = childrenToo;
        this.words = words;
    }

    /// `childrenToo`: whether what its children do is progress now. The one that receives WAL goes on while the copy itself hangs.
    static Headway watched(Process process, Duration patience, BooleanSupplier childrenToo) {
        var headway = new Headway(process, patience, childrenToo, "made no progress for " + patience.toSeconds() + " s");
        headway.stop = begun(headway::watch);
        return headway;
    }

    /// Ended after `longest`, whatever it does.
    static Headway within(Duration longest, Process process) {
        var headway = new Headway(process, longest, () -> true, "took longer than " + longest.toSeconds() + " s");
        headway.stop = begun(headway::await);
        return headway;
    }

    private static Runnable begun(Runnable watch) {
        return Thread.ofPlatform().daemon().name("postgres-progress").start(watch)::interrupt;
    }

    /// Nobody watches this one.
    static Headway free(Process process) {
        return new Headway(process, Duration.ZERO, () -> true, "");
    }

    /// Why it was ended; goes on after the program's name.
    String words() {
        return words;
    }

    boolean stuck() {
        return stuck;
    }

    @Override
    public void close() {
        stop.run();
    }

    private void watch() {
        var slice = shorter(longer(patience.dividedBy(LOOKS), SHORTEST), LONGEST);
        var idle = Duration.ZERO;
        try {
            for (var last = UNTOLD; process.isAlive(); Thread.sleep(slice)) {
                var now = moved();
                idle = now == last && now != UNTOLD ? idle.plus(slice) : Duration.ZERO;
                last = now;
                if (idle.compareTo(patience) >= 0) break;
            }
        } catch (InterruptedException over) {
            return; // it has ended
        }
        end();
    }

    private void await() {
        try {
            process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            end();
        } catch (InterruptedException over) {
            // it has ended
        }
    }

    private void end() {
        if (!process.isAlive()) return;
        stuck = true;
        Subprocess.kill(process.toHandle());
    }

    private long moved() {
        var own = bytes(process.toHandle());
        if (own == UNTOLD) return UNTOLD;
        var processor = process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        return own + processor + (childrenToo.getAsBoolean() ? process.descendants().mapToLong(child -> Math.max(0, bytes(child))).sum() : 0);
    }

    private static long bytes(ProcessHandle of) {
        try {
            return COUNTS.matcher(Files.readString(Path.of("/proc", Long.toString(of.pid()), "io"))).results().mapToLong(count -> Long.parseLong(count.group(1))).sum();
        } catch (IOException untold) {
            return UNTOLD;
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
