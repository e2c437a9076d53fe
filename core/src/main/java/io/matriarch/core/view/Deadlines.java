package io.matriarch.core.view;

import java.time.Duration;

/// The arithmetic of one lease (design: safety.md 1.2), all counted from the sending of the renewal that proved it.
///
/// ```
/// ttl ─────────────────────────────────────────────▶ lease may be gone, others may lead
/// validity = ttl * (1 - RATE_ERROR) - EXPIRY_SLACK
/// hard     = validity - KILL_BUDGET - JITTER          SIGKILL everything
/// soft     = hard - stop budget (ttl/4, at most 5 s)  fast shutdown begins, /primary answers 503
/// renewal + 3 * attempt <= soft                       three full tries on different endpoints before anything stops;
///                                                     a longer loop_wait makes it longer, as far as this still holds
/// ```
public record Deadlines(Duration ttl, Duration validity, Duration hard, Duration soft, Duration renewal, Duration attempt) {
    /// Bound on how much two clocks may differ in rate.
    public static final double RATE_ERROR = 1e-3;
    public static final Duration EXPIRY_SLACK = Duration.ofMillis(500);
    public static final Duration KILL_BUDGET = Duration.ofSeconds(1);
    public static final Duration JITTER = Duration.ofMillis(500);
    public static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    public static final Duration LONGEST_RENEWAL = Duration.ofSeconds(3);
    public static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(2);

    public static Deadlines of(Duration ttl) {
        var validity = ttl.minus(Duration.ofNanos((long) (ttl.toNanos() * RATE_ERROR))).minus(EXPIRY_SLACK);
        var hard = validity.minus(KILL_BUDGET).minus(JITTER);
        var soft = hard.minus(shorter(LONGEST_STOP, part(ttl, 4)));
        var renewal = shorter(LONGEST_RENEWAL, part(ttl, 10));
        return new Deadlines(ttl, validity, hard, soft, renewal, shorter(LONGEST_ATTEMPT, part(soft.minus(renewal), 3)));
    }

    /// How long after a proof a leader that looks every `loopWait` gives the next: at a look, but neither more often than every [#renewal], nor so late that there is no
    /// time for three tries before anything stops.
    public Duration renewal(Duration loopWait) {
        var latest = soft.minus(attempt).minus(attempt).minus(attempt);
        return loopWait.compareTo(renewal) < 0 ? renewal : shorter(loopWait, latest);
    }

    /// The permit that a proof sent at `sent` gives.
    public Permit.Until permit(Moment sent) {
        return new Permit.Until(sent, sent.plus(soft), sent.plus(hard));
    }

    /// How long after a heartbeat was seen its writer may still be primary by another node's clock.
    public Duration quarantine() {
        return ttl.plus(Duration.ofNanos((long) (ttl.toNanos() * RATE_ERROR)));
    }

    /// Duration's own division goes by BigDecimal, and this is computed several times a tick.
    private static Duration part(Duration whole, int parts) {
        return Duration.ofNanos(whole.toNanos() / parts);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
