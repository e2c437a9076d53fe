package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Waiting;
import java.time.Duration;

/// Does one thing again and again, at a pace, on a thread of its own, until it is closed.
abstract class Loop implements AutoCloseable {

    private static final Duration LAST_TURN = Duration.ofSeconds(5);

    private final Thread thread;
    private final Duration every;
    private volatile boolean closed;

    Loop(String name, Duration every) {
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::turns);
    }

    final void begin() {
        thread.start();
    }

    /// One turn. It ends in bounded time.
    abstract void turn();

    /// Lets go of what the turns hold; also called while a turn still waits, to end it.
    abstract void release();

    private void turns() {
        while (!closed) {
            long next = System.nanoTime() + every.toNanos();
            turn();
            long left = next - System.nanoTime();
            if (left > 0 && !closed) {
                Waiting.pause(Duration.ofNanos(left));
            }
        }
    }

    /// Asks for the end, without waiting for it.
    final void stop() {
        closed = true;
    }

    @Override
    public final void close() {
        stop();
        release();
        try {
            boolean _ = thread.join(LAST_TURN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        release();
    }
}
