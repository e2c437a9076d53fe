package io.matriarch.agent.host;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.Moment;
import java.time.Duration;

/// A clock that is set, by one thread; any may read it.
public final class SetClock implements Clock {
    private volatile Moment now = new Moment(1_000_000_000_000L);

    public void set(Moment instant) {
        now = instant;
    }

    public void pass(Duration span) {
        now = now.plus(span);
    }

    @Override
    public Moment now() {
        return now;
    }

    @Override
    public String wallTime() {
        return "2026-11-21T00:00:00Z";
    }

    @Override
    public long epochSeconds() {
        return 0;
    }

    @Override
    public Moment due(String text) {
        return now;
    }
}
