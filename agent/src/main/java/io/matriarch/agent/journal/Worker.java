package io.matriarch.agent.journal;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A thread of its own with a bounded queue: whoever hands something over never waits, and what does not fit is dropped and counted.
/// The thread ends when it has had nothing to do for a while.
final class Worker implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadPoolExecutor executor;

    Worker(String name, int queue) {
        executor = new ThreadPoolExecutor(1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new ArrayBlockingQueue<>(queue), Thread.ofPlatform().name(name).daemon().factory(),
                (_, _) -> dropped.incrementAndGet());
        executor.allowCoreThreadTimeOut(true);
    }

    void run(Runnable task) {
        executor.execute(task);
    }

    long dropped() {
        return dropped.get();
    }

    /// What waits is still done, for a moment.
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) executor.shutdownNow();
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
