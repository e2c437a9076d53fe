package io.matriarch.agent.disk;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.Moment;
import java.time.Duration;

/// Tries one disk again and again on the daemon thread `disk-probe-NAME`. Whoever asks gets an answer at once, however long the disk takes.
public final class DiskProbe implements AutoCloseable {
    private static final Duration SLICE = Duration.ofMillis(100);
    private static final int SLICES = 20;
    private final Attempt attempt;
    private final Clock clock;
    private final Duration pause;
    private final Thread thread;
    private Health health;
    private boolean under;
    private Moment began;
    private boolean closed;

    public DiskProbe(String name, Attempt attempt, Clock clock, Duration pause) {
        this.attempt = attempt;
        this.clock = clock;
        this.pause = pause;
        this.began = clock.now();
        this.health = Health.unknown(began);
        this.thread = Thread.ofPlatform().daemon().name("disk-probe-" + name).unstarted(this::work);
    }

    public DiskProbe start() {
        thread.start();
        return this;
    }

    /// What is known now.
    public synchronized DiskState state() {
        return (under ? health.during(began, clock.now()) : health).state();
    }

    private void work() {
        while (begin()) {
            var result = attempt.run();
            if (!end(result)) return;
        }
    }

    private synchronized boolean begin() {
        began = clock.now();
        under = !closed;
        return under;
    }

    /// Takes the result in and waits. Whether to go on. A wait that ends too early is a probe that comes a little early.
    @SuppressWarnings("WaitNotInLoop")
    private synchronized boolean end(Attempt.Result result) {
        health = health.after(result, began, clock.now());
        under = false;
        notifyAll();
        try {
            if (!closed) wait(pause.toMillis());
        } catch (InterruptedException asked) {
            return false;
        }
        return !closed;
    }

    /// An attempt that is under way is waited for, but not for long: one that waits for its disk ends when that answers.
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        for (int i = 0; i < SLICES && under; i++) {
            try {
                wait(SLICE.toMillis());
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
