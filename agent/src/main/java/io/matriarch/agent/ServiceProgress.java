package io.matriarch.agent;

import io.matriarch.agent.host.ServiceNotifier;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.runtime.Operator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Tells the service manager that the loop lives, by what the loop does: whatever it publishes is a sign of life (a decision, and before it the facts of its tick; the look at
/// the server alone between two ticks), and nothing else is. A look that does not end, and a plan that is not carried out to its end, publish nothing more. A timer only wakes a
/// loop that waits for longer than the service manager will; a loop that hangs is not woken by that, and is ended and started anew. One whose every decision is a bug lives: its
/// journal says so, and a new process would decide no better.
///
/// That is no fence: the guardian and the leash end the server at the permit's end, hung agent or not.
final class ServiceProgress {
    private final ServiceNotifier service;
    private final Supplier<String> status;
    private final Operator operator;
    private final Scheduler scheduler;
    private final AtomicLong ticks = new AtomicLong();
    private long seen;

    /// `status`: what to tell people, asked after a tick.
    ServiceProgress(ServiceNotifier service, Supplier<String> status, Operator operator, Scheduler scheduler) {
        this.service = service;
        this.status = status;
        this.operator = operator;
        this.scheduler = scheduler;
    }

    /// From now on. The first tick makes the service ready: by then it has looked at its server and at etcd, and answers requests.
    void begin() {
        if (!service.wanted()) return;
        operator.onTick(this::ticked);
        if (!service.watchdog().isZero()) again();
    }

    private void ticked() {
        if (ticks.getAndIncrement() == 0) service.ready();
        service.alive(status.get());
    }

    private void look() {
        var now = ticks.get();
        if (now == seen) operator.wake();
        seen = now;
        again();
    }

    private void again() {
        scheduler.after(third(), this::look);
    }

    private Duration third() {
        return service.watchdog().dividedBy(3);
    }
}
