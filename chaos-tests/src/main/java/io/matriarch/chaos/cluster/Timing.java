package io.matriarch.chaos.cluster;

import java.time.Duration;

/// The three times of the HA loop, as the dynamic configuration has them.
public record Timing(Duration ttl, Duration loopWait, Duration retryTimeout) {

    /// The settings tested for a ttl of 5, 10 or 20 s.
    public static Timing ofTtl(Duration ttl) {
        return switch ((int) ttl.toSeconds()) {
            case 5 -> seconds(5, 1, 1);
            case 10 -> seconds(10, 2, 2);
            case 20 -> seconds(20, 1, 3);
            default -> throw new IllegalArgumentException("ttl is 5, 10 or 20 seconds, not " + ttl.toSeconds());
        };
    }

    private static Timing seconds(int ttl, int loopWait, int retryTimeout) {
        return new Timing(Duration.ofSeconds(ttl), Duration.ofSeconds(loopWait), Duration.ofSeconds(retryTimeout));
    }

    /// How long a fault lasts: everything that a ttl guards has happened by then.
    public Duration twoTtl() {
        return ttl.multipliedBy(2);
    }

    /// Longer than any correct cluster needs to be whole again once the fault is over.
    public Duration wholeAgainBound() {
        return ttl.multipliedBy(3).plusSeconds(60);
    }
}
