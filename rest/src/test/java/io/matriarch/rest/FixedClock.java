package io.matriarch.rest;

import io.matriarch.core.port.Clock;
import io.matriarch.core.view.Moment;

/// A clock that stands at the time of [Given].
enum FixedClock implements Clock {
    INSTANCE;

    @Override
    public Moment now() {
        return Given.NOW;
    }

    @Override
    public String wallTime() {
        return Served.WALL_TIME;
    }

    @Override
    public long epochSeconds() {
        return 1_763_700_000L;
    }

    @Override
    public Moment due(String text) {
        return Given.NOW;
    }
}
