package io.matriarch.core.runtime;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Guardian;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.Scheduler.Cancellable;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.util.concurrent.atomic.AtomicReference;

/// Holds the permit and ends the server when it ends, whatever the loop is doing. Has a scheduler (a thread) of its own.
///
/// The guardian process holds the same deadlines and does the same when this process is dead, stopped or hung; here is the
/// belt to its braces. Only a newer proof moves a deadline, and a proof is never taken back: it runs out.
public final class Leash {
    private final Clock clock;
    private final Guardian guardian;
    private final Scheduler scheduler;
    private final AtomicReference<Permit> permit;
    private final AtomicReference<Permit> announced;
    private final AtomicReference<Cancellable> timer = new AtomicReference<>(() -> {});

    public Leash(Clock clock, Guardian guardian, Scheduler scheduler) {
        this.clock = clock;
        this.guardian = guardian;
        this.scheduler = scheduler;
        var found = guardian.armed();
        this.permit = new AtomicReference<>(onlyAnnounced(found) ? Permit.NONE : found);
        this.announced = new AtomicReference<>(onlyAnnounced(found) ? found : Permit.NONE);
        scheduler.execute(this::look);
    }

    public Permit permit() {
        return permit.get();
    }

    /// A newer proof. When the guardian does not confirm it, the old permit stands (and the guardian enforces it): otherwise the next
    /// tick would see a good permit and promote a server that nobody ends. False then.
    boolean extend(Permit.Until proven) {
        if (!guardian.arm(proven)) return false;
        announced.set(Permit.NONE);
        permit.set(proven);
        scheduler.execute(this::look);
        return true;
    }

    /// Hands the guardian the permit there is, once more. False when it does not confirm it.
    boolean confirm() {
        return switch (permit.get()) {
            case Permit.Until until -> guardian.arm(until);
            case Permit.HandsOff _ -> true;
            case Permit.None _ -> false;
        };
    }

    /// Whether the present permit ends after `other` would.
    boolean outlasts(Permit.Until other) {
        return permit.get() instanceof Permit.Until(_, _, var hard) && other.hard().isBefore(hard);
    }

    /// A proof while the operator has paused the cluster: health follows it, nobody is ended by it. Others have been told, so from now on
    /// the guardian ends nobody either.
    void unguard(Permit.HandsOff proven) {
        announced.set(Permit.NONE);
        permit.set(proven);
        guardian.disarm();
    }

    /// Hands the guardian deadlines before others are told that the server is guarded again. They are no permit: a proof is. Until one is in,
    /// the earliest ones stand, for any of the attempts may have told the others. The guardian is not told of the soft one, which is enforced
    /// here: so an agent that comes back tells them from a permit, and does not claim to lead by what nobody ever proved.
    boolean guard(Permit.Until deadlines) {
        var standing = announced.get() instanceof Permit.Until first && !deadlines.hard().isBefore(first.hard()) ? first : deadlines;
        if (!guardian.arm(new Permit.Until(standing.provenAt(), standing.hard(), standing.hard()))) return false;
        announced.set(standing);
        scheduler.execute(this::look);
        return true;
    }

    private static boolean onlyAnnounced(Permit armed) {
        return armed instanceof Permit.Until(_, var soft, var hard) && soft.equals(hard);
    }

    /// Nothing here can write: there is nothing to end.
    void release() {
        announced.set(Permit.NONE);
        permit.set(Permit.NONE);
        guardian.disarm();
    }

    /// The server must not live one moment longer.
    void end() {
        guardian.killNow();
    }

    /// Runs at each deadline and after each change: does what is due now and sets the timer for what is due next.
    private void look() {
        if (!(enforced() instanceof Permit.Until(_, var soft, var hard))) return;
        var now = clock.now();
        if (!now.isBefore(hard)) {
            guardian.killNow();
        } else if (!now.isBefore(soft)) {
            guardian.stopNow();
            again(hard);
        } else {
            again(soft);
        }
    }

    /// What the guardian was handed last: it may be frozen, or dead.
    private Permit enforced() {
        return permit.get() instanceof Permit.Until until ? until : announced.get();
    }

    private void again(Moment due) {
        timer.getAndSet(scheduler.after(clock.now().until(due), this::look)).cancel();
    }
}
