package io.matriarch.core.runtime;

import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.ScheduledRestart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Where operators' requests wait and the newest facts lie for readers. Any thread.
final class Desk implements Operator {
    private record Pending(LocalRequest request, Consumer<Answer> reply) {}

    private static final Pending NOTHING = new Pending(LocalRequest.NONE, _ -> {});
    private final Leash leash;
    private final Runnable wake;
    private final BiConsumer<LeaderClaim, Consumer<Confirmation>> confirm;
    private final AtomicReference<Pending> pending = new AtomicReference<>(NOTHING);
    private final AtomicReference<List<Snapshot>> last = new AtomicReference<>(List.of());
    private final AtomicReference<ScheduledRestart> scheduled = new AtomicReference<>(ScheduledRestart.NONE);
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final List<Runnable> served = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Desk(Leash leash, Runnable wake, BiConsumer<LeaderClaim, Consumer<Confirmation>> confirm) {
        this.leash = leash;
        this.wake = wake;
        this.confirm = confirm;
    }

    /// The permit is the leash's as it is now: a renewal counts between two ticks, too.
    @Override
    public Snapshot snapshot() {
        var known = last.get();
        if (known.isEmpty()) throw new IllegalStateException("asked before the first tick");
        var snapshot = known.getFirst();
        var permit = leash.permit();
        return snapshot.permit().equals(permit) ? snapshot : snapshot.with(permit);
    }

    @Override
    public boolean ready() {
        return !last.get().isEmpty();
    }

    /// A shutdown overrides what waits; anything else has to wait its turn elsewhere.
    @Override
    public void request(LocalRequest request, Consumer<Answer> reply) {
        var mine = new Pending(request, reply);
        if (request instanceof LocalRequest.Shutdown) {
            pending.getAndSet(mine).reply.accept(new Answer(false, "the agent is shutting down"));
        } else if (!pending.compareAndSet(NOTHING, mine)) {
            reply.accept(new Answer(false, pending.get().request.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " already in progress"));
        }
        wake.run();
    }

    @Override
    public boolean schedule(ScheduledRestart.At restart) {
        var mine = scheduled.compareAndSet(ScheduledRestart.NONE, restart);
        wake.run();
        return mine;
    }

    @Override
    public boolean unschedule() {
        var was = scheduled.getAndSet(ScheduledRestart.NONE);
        wake.run();
        return was instanceof ScheduledRestart.At;
    }

    /// One that was taken back or replaced since that was decided neither begins nor ends. One that has to wait for another request stays.
    void scheduleEnds(ScheduledRestart.At restart, boolean begins) {
        if (!(scheduled.get() instanceof ScheduledRestart.At known) || !known.dueAt(restart.due()).equals(restart)) return;
        var mine = new Pending(new LocalRequest.Restart(restart.within()), _ -> {});
        if (begins && !pending.compareAndSet(NOTHING, mine)) return;
        // Taken back at this very moment: nobody has seen the request yet.
        if (!scheduled.compareAndSet(known, ScheduledRestart.NONE)) pending.compareAndSet(mine, NOTHING);
        wake.run();
    }

    @Override
    public void confirm(LeaderClaim claim, Consumer<Confirmation> reply) {
        confirm.accept(claim, reply);
    }

    @Override
    public void wake() {
        wake.run();
    }

    @Override
    public Runnable onTick(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void refresh(Runnable reply) {
        waiting.add(reply);
        wake.run();
    }

    /// Whoever asks for fresh facts from now on has to wait for the next tick.
    void tickBegins() {
        for (var reply = waiting.poll(); reply != null; reply = waiting.poll()) served.add(reply);
    }

    LocalRequest request() {
        return pending.get().request;
    }

    ScheduledRestart scheduled() {
        return scheduled.get();
    }

    /// A restart has ended that was `begunFor` this. Whoever asked for it goes on waiting: for what the next look tells. Whoever asked meanwhile gets one of his own.
    void restarted(LocalRequest begunFor, boolean succeeded) {
        var known = pending.get();
        if (known.request instanceof LocalRequest.Restart && known.request.equals(begunFor)) pending.compareAndSet(known, new Pending(new LocalRequest.Restarted(succeeded), known.reply));
    }

    /// Only who asked for this is answered: a shutdown may have come since that was decided.
    void answer(LocalRequest request, boolean done, String reason) {
        var known = pending.get();
        if (known.request.equals(request) && pending.compareAndSet(known, NOTHING)) known.reply.accept(new Answer(done, reason));
    }

    void publish(Snapshot snapshot) {
        last.set(List.of(snapshot));
        listeners.forEach(Runnable::run);
        var fresh = List.copyOf(served);
        served.clear();
        fresh.forEach(Runnable::run);
    }
}
