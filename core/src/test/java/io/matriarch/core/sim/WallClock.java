package io.matriarch.core.sim;

import java.time.Duration;

/// What a node's wall clock shows beside true time. Nothing may depend on it.
final class WallClock {
    private Duration offset = Duration.ZERO;

    void jump(Duration by) {
        offset = offset.plus(by);
    }

    Duration offset() {
        return offset;
    }
}
