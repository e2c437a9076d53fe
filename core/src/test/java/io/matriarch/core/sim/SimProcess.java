package io.matriarch.core.sim;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/// One operating system process on virtual time: it dies; it is frozen, and what is due then waits; its clock runs a little fast or slow.
final class SimProcess {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private final EventQueue queue;
    private final double rate;
    final WallClock wallClock;
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private boolean alive = true;
    private long deeds;
    private boolean frozen;
    private boolean loopHangs;
    private boolean throwsNext;

    /// `rate`: how much faster than true time its machine's clock runs.
    SimProcess(EventQueue queue, double rate) {
        this(queue, rate, new WallClock());
    }

    SimProcess(EventQueue queue, double rate, WallClock wallClock) {
        this.wallClock = wallClock;
        this.queue = queue;
        this.rate = rate;
    }

    boolean alive() {
        return alive;
    }

    /// Whether it gets to do anything now.
    boolean acts() {
        return alive && !frozen;
    }

    /// Grows with whatever this process does, and with its death: nothing in it has changed while this is the same.
    long deeds() {
        return deeds;
    }

    void kill() {
        deeds++;
        alive = false;
        held.clear();
    }

    /// Its loop's next look is never answered; all else in it goes on.
    void hangLoop() {
        loopHangs = true;
    }

    boolean hangs() {
        return alive && loopHangs;
    }

    void throwNext() {
        throwsNext = true;
    }

    /// What every port of the loop asks first: whether there is a bug in it this time.
    void mayThrow() {
        if (!throwsNext) return;
        throwsNext = false;
        throw new Planted();
    }

    /// The exception that nobody expects.
    static final class Planted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    void freeze() {
        frozen = true;
    }

    /// Its machine stands still, and no clock of it will ever show that.
    void pauseUnseen() {
        wallClock.pause(queue.nanos());
        freeze();
    }

    /// Whatever was due meanwhile is done at once, in its order.
    void thaw() {
        wallClock.resume(queue.nanos());
        frozen = false;
        while (!held.isEmpty() && acts()) run(held.remove());
    }

    /// Runs `task` in this process: now, after the thaw, or never.
    void run(Runnable task) {
        if (!alive) return;
        if (frozen) {
            held.add(task);
        } else {
            deeds++;
            task.run();
        }
    }

    /// Never early by its own clock, as no timer is.
    void after(Duration delay, Runnable task) {
        var real = delay.isPositive() ? (long) (delay.toNanos() / (1 + rate)) + 2 : 0;
        var due = nanos() + delay.toNanos();
        queue.after(real, () -> run(() -> inTime(due, task)));
    }

    /// A timer of a machine that stood still unseen comes as much later.
    private void inTime(long due, Runnable task) {
        var missing = wallClock.lies() ? due - nanos() : 0;
        if (missing <= 2) task.run();
        else queue.after((long) (missing / (1 + rate)) + 2, () -> run(() -> inTime(due, task)));
    }

    Moment now() {
        return new Moment(nanos());
    }

    /// The same without an object.
    long nanos() {
        return (long) (wallClock.shows(queue.nanos()) * (1 + rate));
    }

    Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public void execute(Runnable task) {
                SimProcess.this.after(Duration.ZERO, task);
            }

            @Override
            public Cancellable after(Duration delay, Runnable task) {
                var cancelled = new AtomicBoolean();
                SimProcess.this.after(delay, () -> {
                    if (!cancelled.get()) task.run();
                });
                return () -> cancelled.set(true);
            }
        };
    }

    Clock clock() {
        return new Clock() {
            @Override
            public Moment now() {
                return SimProcess.this.now();
            }

            @Override
            public String wallTime() {
                return "";
            }

            @Override
            public long epochSeconds() {
                return EPOCH.plus(wallClock.offset()).getEpochSecond() + queue.now().nanos() / 1_000_000_000;
            }

            @Override
            public Moment due(String text) {
                var wall = EPOCH.plusNanos(queue.now().nanos()).plus(wallClock.offset());
                return SimProcess.this.now().plus(Duration.between(wall, Instant.parse(text)));
            }
        };
    }
}
