package io.matriarch.agent.host;

import io.matriarch.core.view.Deadlines;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// When a watchdog that is pinged at a certain moment is to reset the machine (design: safety.md 1.2). All counted from the proof, not from the ping:
///
/// ```
/// proof sent ─────────────── soft ── soft + 1 s ─────────── hard ─── latest ─── V ──▶ others may lead
///                             stop begins  earliest             SIGKILL   = V - jitter
/// timeout = ttl - safety_margin (Patroni's; -1: ttl / 2), raised to reach `earliest`, cut to end at `latest`, in whole seconds
/// ```
/// `latest` is safety: a reply that was under way for long shortens the timeout. `earliest` is mercy: before it the guardian still ends the server in good
/// order, and a reset helps nobody. Where they meet, safety wins.
public record WatchdogTimeout(Duration atLeast, Duration wanted, Duration atMost) {
    /// What the orderly stop is given before a machine is reset over it.
    static final Duration STOP_ROOM = Duration.ofSeconds(1);
    private static final Duration HALF = Duration.ofSeconds(-1);

    /// For a ping at `now`, by a permit that was just proven (or announced).
    static WatchdogTimeout of(Permit.Until permit, Duration margin, Moment now) {
        var latest = permit.hard().plus(Deadlines.KILL_BUDGET);
        var ttl = ttl(permit);
        var asked = margin.compareTo(HALF) <= 0 ? ttl.dividedBy(2) : ttl.minus(margin);
        var atMost = now.until(latest).truncatedTo(ChronoUnit.SECONDS);
        var atLeast = now.until(permit.soft().plus(STOP_ROOM));
        return new WatchdogTimeout(now.until(permit.soft()), shorter(wholeSecondsUp(longer(asked, atLeast)), atMost), atMost);
    }

    /// Whether there is no whole second left: a ping now could only carry the device beyond the permit.
    boolean tooLate() {
        return atMost.compareTo(Duration.ofSeconds(1)) < 0;
    }

    /// Why a device that counts `actual` is of no use; empty when it is.
    String unfit(Duration actual) {
        if (actual.compareTo(atMost) > 0) return "its timeout is %d s, and another node may lead after %d s".formatted(actual.toSeconds(), atMost.toSeconds());
        return actual.compareTo(atLeast) < 0
                ? "its timeout is %d s, and it would reset the machine before the server is even asked to stop, after %d s".formatted(actual.toSeconds(), atLeast.toSeconds()) : "";
    }

    /// [Deadlines] the other way round: hard - proven = ttl * (1 - RATE_ERROR) - EXPIRY_SLACK - KILL_BUDGET - JITTER.
    static Duration ttl(Permit.Until permit) {
        var span = permit.provenAt().until(permit.hard()).plus(Deadlines.EXPIRY_SLACK).plus(Deadlines.KILL_BUDGET).plus(Deadlines.JITTER);
        return Duration.ofMillis(Math.round(span.toMillis() / (1 - Deadlines.RATE_ERROR)));
    }

    private static Duration wholeSecondsUp(Duration span) {
        return span.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
