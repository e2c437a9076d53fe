package io.matriarch.core.view;

import java.time.Duration;

/// An instant on this machine's boot-time clock (CLOCK_BOOTTIME, which counts suspend and never steps).
/// Two machines' moments cannot be compared, and a moment is never a date.
public record Moment(long nanos) implements Comparable<Moment> {
    public Moment plus(Duration span) {
        return new Moment(nanos + span.toNanos());
    }

    public Moment minus(Duration span) {
        return new Moment(nanos - span.toNanos());
    }

    /// How long from here to `later`; negative when it has passed.
    public Duration until(Moment later) {
        return Duration.ofNanos(later.nanos - nanos);
    }

    public boolean isBefore(Moment other) {
        return nanos < other.nanos;
    }

    public static Moment earlier(Moment a, Moment b) {
        return a.isBefore(b) ? a : b;
    }

    public static Moment later(Moment a, Moment b) {
        return a.isBefore(b) ? b : a;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
