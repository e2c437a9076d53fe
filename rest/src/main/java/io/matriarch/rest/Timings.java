package io.matriarch.rest;

import static io.matriarch.rest.Exposition.label;

import io.matriarch.core.port.DcsWrite;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
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
        for (var phase : Phase.values()) phases.put(phase, new Histogram(label("phase", lower(phase)), 50, 100, 250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 300_000));
        for (var request : Request.values()) {
            etcd.put(request, new Histogram(label("request", lower(request)), 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000));
            unanswered.put(request, new Histogram(label("request", lower(request))));
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

    Collection<Histogram> phases() {
        return phases.values();
    }

    Collection<Histogram> etcd() {
        return etcd.values();
    }

    Collection<Histogram> unanswered() {
        return unanswered.values();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
