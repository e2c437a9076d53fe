package io.matriarch.agent.postgres;

import io.matriarch.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One real thread, as the agent's loop has.
final class TestScheduler implements Scheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("loop").factory());

    TestScheduler() {
        // Whoever still tells an agent something after its end is not heard.
        thread.setRejectedExecutionHandler(new java.util.concurrent.ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        var handle = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> handle.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
