package io.matriarch.core.port;

import io.matriarch.core.view.Moment;

/// The boot-time clock: counts suspend, never steps.
public interface Clock {
    Moment now();

    /// The wall clock in ISO-8601 with offset. For people and for Patroni's documents only.
    String wallTime();

    /// Seconds since 1970 by the wall clock. For people only.
    long epochSeconds();

    /// When an ISO-8601 time with offset is due by the wall clock as it is now; now when `text` is empty or no such time.
    Moment due(String text);
}
