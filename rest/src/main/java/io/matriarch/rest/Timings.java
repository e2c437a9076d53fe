package io.matriarch.rest;

import io.matriarch.core.port.DcsWrite;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What the agent measures for `/metrics`: etcd's answers, and the phases of a change of the leader. Any thread.
public final class Timings {
    /// Every phase is measured where it happens: on the node that waits, takes over, or gives away.
    public enum Phase {
        /// Nobody held the leader key, as this node saw it.
        WITHOUT_LEADER,
        /// From holding the leader key to a server that takes writes.
        TAKING_OVER,
        /// From the decision to stand down until the leader key is another's or free.
        GIVING_AWAY
    }

    public enum Request {
        READ, WRITE,
        /// The writes that prove leadership: what the permit hangs on.
        RENEWAL
    }

    private final Map<Phase, Histogram> phases = new EnumMap<>(Phase.class);
    private final Map<Request, Histogram> etcd = new EnumMap<>(Request.class);
    private final Map<Request, Histogram> unanswered = new EnumMap<>(Request.class);

    public Timings() {
        for (var phase : Phase.values()) phases.put(phase, new Histogram(50, 100, 250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 300_000));
        for (var request : Request.values()) {
            etcd.put(request, new Histogram(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000));
            unanswered.put(request, new Histogram());
        }
    }

    public void phase(Phase phase, Duration took) {
        phases.get(phase).add(took);
    }

    public void etcd(Request request, Duration took, boolean answered) {
        etcd.get(request).add(took);
        if (!answered) unanswered.get(request).add(took);
    }

    public static Request of(DcsWrite write) {
        return write instanceof DcsWrite.OfLock ? Request.RENEWAL : Request.WRITE;
    }

    Map<Phase, Histogram> phases() {
        return Collections.unmodifiableMap(phases);
    }

    Map<Request, Histogram> etcd() {
        return Collections.unmodifiableMap(etcd);
    }

    Map<Request, Histogram> unanswered() {
        return Collections.unmodifiableMap(unanswered);
    }
}
