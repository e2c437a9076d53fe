package io.matriarch.agent.host;

import io.matriarch.core.port.Promises;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.Promised;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The `Promises` port on a [PromiseFile], written by a thread of its own: a disk that hangs costs the promise, not the loop.
public final class DurablePromises implements Promises, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private final PromiseFile file;
    private final Scheduler loop;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("promises").daemon().factory());

    public DurablePromises(PromiseFile file, Scheduler loop) {
        this.file = file;
        this.loop = loop;
    }

    @Override
    public Promised read() {
        return file.read();
    }

    /// One that comes too late may be on the disk all the same: nobody was told of it.
    @Override
    public void write(Promised.To promise, Consumer<StepOutcome> reply) {
        var answered = new AtomicBoolean();
        Consumer<StepOutcome> once = outcome -> { if (answered.compareAndSet(false, true)) reply.accept(outcome); };
        var late = loop.after(PATIENCE, () -> once.accept(new StepOutcome.Failed("the disk took longer than " + PATIENCE)));
        thread.execute(() -> {
            var outcome = outcome(file.write(promise));
            loop.execute(() -> {
                late.cancel();
                once.accept(outcome);
            });
        });
    }

    private static StepOutcome outcome(PromiseFile.Written written) {
        return switch (written) {
            case PromiseFile.Written.Durable _ -> StepOutcome.DONE;
            case PromiseFile.Written.Failed(var reason) -> new StepOutcome.Failed(reason);
            case PromiseFile.Written.Refused(var standing) -> new StepOutcome.Failed("term " + standing.term() + " is promised to " + standing.candidate());
        };
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
