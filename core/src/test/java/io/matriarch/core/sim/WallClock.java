package io.matriarch.core.sim;

import java.time.Duration;

/// What a machine knows of time, beside how fast its clock runs: what its wall clock shows, on which nothing may depend, and for how long the machine stood
/// still without that any of its clocks show it (a virtual machine that was paused).
final class WallClock {
    private Duration offset = Duration.ZERO;

    void jump(Duration by) {
        offset = offset.plus(by);
    }

    private long behind;
    private long pausedAt = RUNS;
    private static final long RUNS = -1;

    void pause(long now) {
        if (pausedAt == RUNS) pausedAt = now;
    }

    void resume(long now) {
        if (pausedAt == RUNS) return;
        behind += now - pausedAt;
        pausedAt = RUNS;
    }

    /// What a clock of true rate shows at true time `now`.
    long shows(long now) {
        return (pausedAt == RUNS ? now : pausedAt) - behind;
    }

    /// Whether it ever stood still unseen.
    boolean lies() {
        return behind > 0 || pausedAt != RUNS;
    }

    Duration offset() {
        return offset;
    }
}
