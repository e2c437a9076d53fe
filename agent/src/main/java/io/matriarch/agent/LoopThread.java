package io.matriarch.agent;

import io.matriarch.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// A [Scheduler] that is one thread with a name. An exception that reaches it is a bug: it is logged and the thread lives on.
final class LoopThread implements Scheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    LoopThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        try {
            var future = executor.schedule(() -> logged(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private static void logged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LoggerFactory.getLogger(LoopThread.class).error("an unexpected exception; please report it as a bug", bug);
        }
    }

    /// What is waiting does not run any more; what runs is left to end.
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
