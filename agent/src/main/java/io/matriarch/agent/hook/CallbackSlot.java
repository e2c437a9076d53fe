package io.matriarch.agent.hook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One callback at a time: a new one ends the one that runs, and waits for its end. Of several that wait only the newest runs.
final class CallbackSlot {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackSlot.class);
    private final ExecutorService thread;
    private final AtomicReference<List<Call>> next = new AtomicReference<>(List.of());

    record Call(Script script, Map<String, String> environment, Duration longest) {}

    CallbackSlot(String name) {
        this.thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    void call(Call call) {
        next.getAndSet(List.of(call)).forEach(never -> LOG.warn("{}: not run, for {} came before it could begin", never.script().name(), call.script().name()));
        thread.execute(this::runNext);
    }

    private void runNext() {
        for (var call : next.getAndSet(List.of())) {
            try {
                call.script().run(call.environment(), new Script.Bounds(call.longest(), () -> next.get().isEmpty()));
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException bug) {
                LOG.error("{}: a bug", call.script().name(), bug);
            }
        }
    }

    /// The one that runs has this long to end; after that it goes on without the agent.
    void close(Duration patience) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) LOG.warn("the agent ends and leaves a callback running");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
