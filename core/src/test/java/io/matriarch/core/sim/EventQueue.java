package io.matriarch.core.sim;

import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Virtual time: events in order of their time, and of their posting among equals. Every one goes into the [#hash()] of the run.
final class EventQueue {
    static final long BEGIN = Duration.ofHours(1).toNanos();
    private final Timetable events = new Timetable();
    private final Runnable afterEach;
    private long now = BEGIN;
    private long posted;
    private long done;
    private long hash;

    EventQueue(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    Moment now() {
        return new Moment(now);
    }

    /// The same without an object: for what is asked at every event.
    long nanos() {
        return now;
    }

    /// Virtual time since the beginning.
    Duration elapsed() {
        return Duration.ofNanos(now - BEGIN);
    }

    /// How many events there have been.
    long done() {
        return done;
    }

    /// Of all that has happened, in its order: two runs that agree in it went the same way.
    long hash() {
        return hash;
    }

    /// Takes a fact into the [#hash()] (64-bit FNV-1a over words, each mixed).
    void note(long fact) {
        var mixed = fact * 0x9E3779B97F4A7C15L;
        hash = (hash ^ mixed ^ mixed >>> 32) * 0x100000001B3L;
    }

    void after(Duration delay, Runnable task) {
        after(delay.toNanos(), task);
    }

    void after(long nanos, Runnable task) {
        events.add(now + Math.max(0, nanos), posted++, task);
    }

    void runFor(Duration span) {
        var end = now + span.toNanos();
        while (!events.isEmpty() && events.nextAt() <= end) step();
        now = end;
    }

    /// Runs until `condition` holds; false when it does not within `limit`.
    boolean runUntil(BooleanSupplier condition, Duration limit) {
        var end = now + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (events.isEmpty() || events.nextAt() > end) return false;
            step();
        }
        return true;
    }

    private void step() {
        now = events.nextAt();
        note(now);
        note(events.nextOrder());
        done++;
        events.remove().run();
        afterEach.run();
    }
}
