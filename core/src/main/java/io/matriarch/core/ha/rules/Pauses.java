package io.matriarch.core.ha.rules;

import io.matriarch.core.ha.World;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// How long to leave something alone before it is tried again.
public final class Pauses {
    private Pauses() {}

    /// How long a standby may take no connection: nobody waits for it as for a leader, and a busy machine may keep it quiet.
    public static final Duration SILENT_STANDBY = Duration.ofMinutes(1);

    /// After a job that failed: long enough not to flood logs, short enough for a woken operator.
    public static final Duration AFTER_FAILURE = Duration.ofSeconds(3);

    static boolean silentTooLong(World w) {
        return silentFor(w, SILENT_STANDBY);
    }

    static boolean silentFor(World w, Duration span) {
        return w.postgres() instanceof PostgresState.Silent silent && silent.since().until(w.now()).compareTo(span) >= 0;
    }
}
