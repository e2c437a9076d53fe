package io.matriarch.core.sim;

import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Virtual time: events in order of their time, and of their posting among equals.
final class EventQueue {
    private record Event(long at, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Runnable afterEach;
    private long now = Duration.ofHours(1).toNanos();
    private long posted;
    private long done;

    EventQueue(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    Moment now() {
        return new Moment(now);
    }

    /// How many events there have been.
    long done() {
        return done;
    }

    void after(Duration delay, Runnable task) {
        events.add(new Event(now + Math.max(0, delay.toNanos()), posted++, task));
    }

    void runFor(Duration span) {
        var end = now + span.toNanos();
        while (!events.isEmpty() && events.peek().at <= end) step();
        now = end;
    }

    /// Runs until `condition` holds; false when it does not within `limit`.
    boolean runUntil(BooleanSupplier condition, Duration limit) {
        var end = now + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (events.isEmpty() || events.peek().at > end) return false;
            step();
        }
        return true;
    }

    private void step() {
        var event = events.poll();
        now = event.at;
        done++;
        event.task.run();
        afterEach.run();
    }
}
