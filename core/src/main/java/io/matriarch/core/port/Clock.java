package io.matriarch.core.port;

import io.matriarch.core.view.Moment;

/// The boot-time clock: counts suspend, never steps.
public interface Clock {
    Moment now();

    /// The wall clock in ISO-8601 with offset. For people and for Patroni's documents only; nothing is decided by it.
    String wallTime();
}
