package io.matriarch.dcs;

import io.matriarch.core.port.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The loop's scheduler, as a thread of its own; and the way to wait for a reply that must come on it, once.
final class LoopThread implements Scheduler, AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> Thread.ofPlatform().daemon().name("loop").unstarted(task));

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        var planned = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    <T> T reply(Consumer<Consumer<T>> asked) {
        var reply = new CompletableFuture<T>();
        asked.accept(answer -> {
            if (!Thread.currentThread().getName().equals("loop")) reply.completeExceptionally(new AssertionError("replied on " + Thread.currentThread()));
            else if (!reply.complete(answer)) throw new AssertionError("replied twice");
        });
        return reply.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
