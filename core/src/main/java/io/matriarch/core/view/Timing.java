package io.matriarch.core.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The three times an operator sets.
public record Timing(Duration ttl, Duration loopWait, Duration retryTimeout) {
    /// What holds when the configuration says nothing.
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(3));
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public static Timing of(Document config) {
        return new Timing(seconds(config, "ttl", DEFAULT.ttl), seconds(config, "loop_wait", DEFAULT.loopWait),
                seconds(config, "retry_timeout", DEFAULT.retryTimeout));
    }

    /// The configuration with these times instead of its own.
    public Document in(Document config) {
        return config.with("ttl", ttl.toSeconds()).with("loop_wait", loopWait.toSeconds()).with("retry_timeout", retryTimeout.toSeconds());
    }

    public Deadlines deadlines() {
        return Deadlines.of(ttl);
    }

    /// Why these times cannot be safe, with the arithmetic; empty when they can.
    public List<String> problems() {
        var problems = new ArrayList<String>();
        if (ttl.compareTo(SHORTEST) < 0)
            problems.add("ttl: %d s is too short: %s leaves no time for three renewals and a stop; use at least 5"
                    .formatted(ttl.toSeconds(), "soft deadline = ttl - ttl*0.001 - 0.5 - 1.0 - 0.5 - ttl/4"));
        if (ttl.compareTo(LONGEST) > 0) problems.add("ttl: %d s is too long: use at most 300".formatted(ttl.toSeconds()));
        if (loopWait.compareTo(Duration.ofSeconds(1)) < 0) problems.add("loop_wait: use at least 1");
        if (retryTimeout.compareTo(Duration.ofSeconds(1)) < 0) problems.add("retry_timeout: use at least 1");
        var needed = loopWait.plus(retryTimeout).plus(retryTimeout); // multipliedBy goes by BigDecimal, and this is computed at every tick
        if (needed.compareTo(ttl) > 0)
            problems.add("loop_wait + 2 * retry_timeout <= ttl does not hold: %d + 2 * %d = %d > %d".formatted(loopWait.toSeconds(),
                    retryTimeout.toSeconds(), needed.toSeconds(), ttl.toSeconds()));
        return problems;
    }

    private static Duration seconds(Document config, String key, Duration otherwise) {
        return Duration.ofSeconds(config.number(key, otherwise.toSeconds()));
    }
}
