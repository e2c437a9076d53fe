package io.matriarch.core.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The three times an operator sets.
public record Timing(Duration ttl, Duration loopWait, Duration retryTimeout) {
    /// What holds when the configuration says nothing.
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(3));
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    /// What Patroni makes of a ttl that is too short.
    private static final long PATRONIS_SHORTEST = 20;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long MOST = 1_000_000;

    public static Timing of(Document config) {
        return new Timing(seconds(config, "ttl", DEFAULT.ttl), seconds(config, "loop_wait", DEFAULT.loopWait),
                seconds(config, "retry_timeout", DEFAULT.retryTimeout));
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
            problems.add("loop_wait + 2 * retry_timeout <= ttl does not hold: %d + 2 * %d = %d > %d (Patroni would silently go by %s)".formatted(loopWait.toSeconds(),
                    retryTimeout.toSeconds(), needed.toSeconds(), ttl.toSeconds(), adjusted()));
        return problems;
    }

    /// These times when they are safe; else the nearest ones that are, found as Patroni finds them (contract 3.2): a value that is too small is raised, and then
    /// loop_wait gives way before retry_timeout does. So all members come to the same, whoever wrote the key.
    public Timing adjusted() {
        if (safe()) return this;
        var seconds = ttl.compareTo(SHORTEST) < 0 ? PATRONIS_SHORTEST : Math.min(ttl.toSeconds(), LONGEST.toSeconds());
        var loop = Math.clamp(loopWait.toSeconds(), 1, LONGEST.toSeconds());
        var retry = Math.clamp(retryTimeout.toSeconds(), 1, LONGEST.toSeconds());
        if (1 + 2 * retry > seconds) return new Timing(Duration.ofSeconds(seconds), Duration.ofSeconds(1), Duration.ofSeconds((seconds - 1) / 2));
        return new Timing(Duration.ofSeconds(seconds), Duration.ofSeconds(Math.min(loop, seconds - 2 * retry)), Duration.ofSeconds(retry));
    }

    /// The same as no [#problems], without the words: it is asked at every tick.
    private boolean safe() {
        return ttl.compareTo(SHORTEST) >= 0 && ttl.compareTo(LONGEST) <= 0 && loopWait.toSeconds() >= 1 && retryTimeout.toSeconds() >= 1
                && loopWait.toMillis() + 2 * retryTimeout.toMillis() <= ttl.toMillis();
    }

    /// Cut to what can be reckoned with: anybody may have written anything there.
    private static Duration seconds(Document config, String key, Duration otherwise) {
        return Duration.ofSeconds(Math.clamp(config.number(key, otherwise.toSeconds()), -MOST, MOST));
    }

    /// `ttl 30, loop_wait 10, retry_timeout 10`
    @Override
    public String toString() {
        return "ttl %d, loop_wait %d, retry_timeout %d".formatted(ttl.toSeconds(), loopWait.toSeconds(), retryTimeout.toSeconds());
    }
}
