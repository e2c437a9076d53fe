package io.matriarch.core.ha.rules;

import java.time.Duration;

/// How long to leave something alone before it is tried again.
public final class Pauses {
    private Pauses() {}

    /// After a job that failed: long enough not to flood logs, short enough for a woken operator.
    public static final Duration AFTER_FAILURE = Duration.ofSeconds(3);
}
