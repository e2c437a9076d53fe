package io.matriarch.rest;

import io.matriarch.core.runtime.Operator;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.ScheduledRestart;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A loop that shows what a test sets and remembers what was asked of it.
final class FakeOperator implements Operator {
    final List<LocalRequest> requests = new CopyOnWriteArrayList<>();
    final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    final List<Consumer<Answer>> replies = new CopyOnWriteArrayList<>();
    final AtomicReference<ScheduledRestart> scheduled = new AtomicReference<>(ScheduledRestart.NONE);
    final AtomicInteger refreshed = new AtomicInteger();
    /// What a refresh does; by default the loop ticks at once.
    volatile Consumer<Runnable> loop = Runnable::run;
    final List<LeaderClaim> claims = new CopyOnWriteArrayList<>();
    volatile Confirmation word = Confirmation.ACCEPTED;
    /// Answers every request at once.
    volatile boolean refuses;
    private volatile boolean ready = true;
    private volatile Snapshot snapshot = Given.leader().snapshot();

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void request(LocalRequest request, Consumer<Answer> reply) {
        replies.add(reply);
        requests.add(request);
        if (refuses) reply.accept(new Answer(false, "refused"));
    }

    @Override
    public boolean schedule(ScheduledRestart.At restart) {
        return scheduled.compareAndSet(ScheduledRestart.NONE, restart);
    }

    @Override
    public boolean unschedule() {
        return scheduled.getAndSet(ScheduledRestart.NONE) instanceof ScheduledRestart.At;
    }

    @Override
    public void refresh(Runnable reply) {
        refreshed.incrementAndGet();
        loop.accept(reply);
    }

    @Override
    public void confirm(LeaderClaim claim, Consumer<Confirmation> reply) {
        claims.add(claim);
        Thread.ofPlatform().start(() -> reply.accept(word));
    }

    @Override
    public void wake() {}

    @Override
    public Runnable onTick(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void shows(Given given) {
        shows(given.snapshot());
    }

    void shows(Snapshot newer) {
        snapshot = newer;
        listeners.forEach(Runnable::run);
    }

    void notReady() {
        ready = false;
    }
}
