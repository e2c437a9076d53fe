package io.matriarch.core.sim;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Many seeds, perhaps for hours: a status line, each failure as soon as there is one, and in the end the figures, by kind of failure.
/// Whoever ends it early (Ctrl-C, TERM) gets the figures so far, the exit code that they stand for, and the command that goes on from there.
final class ManySeeds {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    private static final Duration PATIENCE_FOR_EACH = Duration.ofMinutes(1);
    private final SimOptions options;
    private final StatusLine screen;
    private final Tally tally = new Tally();
    private final Frontier frontier;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean summedUp = new AtomicBoolean();
    private final long began = System.nanoTime();

    ManySeeds(SimOptions options, StatusLine screen) {
        this.options = options;
        this.screen = screen;
        this.frontier = new Frontier(options.campaign().from());
    }

    /// The exit code.
    int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endedEarly));
        screen.print("seeds from " + options.campaign().from() + " on, " + options.campaign().threads() + " at once");
        var status = Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) screen.show(this::status, BETWEEN_LINES);
        });
        options.campaign().run(this::ran);
        over.set(true);
        status.interrupt();
        status.join();
        sumUp();
        if (options.shrink()) tally.examples().forEach(run -> screen.print(shrunk(run)));
        return tally.exitCode();
    }

    /// One came to its end.
    void ran(Run run) {
        var newKind = tally.add(run);
        frontier.ran(run.seed());
        if (run.verdict().held() || over.get()) return;
        screen.print("seed " + run.seed() + ": " + run.verdict().text() + (newKind ? System.lineSeparator() + "  replay: " + options.replay(run.seed()) : ""));
    }

    private String status() {
        return tally.status(System.nanoTime() - began);
    }

    private void sumUp() {
        if (summedUp.getAndSet(true)) return;
        screen.print(status());
        tally.summary().forEach(screen::print);
    }

    /// Runs at every end of the program. One that is in its course has summed up and exits by itself.
    private void endedEarly() {
        if (over.getAndSet(true)) return;
        sumUp();
        screen.print("ended early; what is left: " + options.rest(frontier.next()));
        Runtime.getRuntime().halt(tally.exitCode());
    }

    private String shrunk(Run failed) {
        var campaign = options.campaign();
        return Shrinker.told(Drawing.draw(failed.seed(), campaign.harm(), campaign.without(), campaign.synchronous()), PATIENCE_FOR_EACH);
    }
}
