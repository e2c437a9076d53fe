package io.matriarch.core.ha.rules;

import io.matriarch.core.ha.World;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// How long to leave something alone before it is tried again.
public final class Pauses {
    private Pauses() {}

    /// How long a standby may take no connection: nobody waits for it as for a leader, and a busy machine may keep it quiet.
    public static final Duration SILENT_STANDBY = Duration.ofMinutes(1);

    /// After a job that failed: long enough not to flood logs, short enough for a woken operator.
    public static final Duration AFTER_FAILURE = Duration.ofSeconds(3);

    /// Whether the last job failed so short ago. Each book says of what server that counts.
    static boolean afterFailure(World w) {
        return w.job() instanceof JobStatus.Ended(_, var at, var succeeded, _) && !succeeded && w.now().isBefore(at.plus(AFTER_FAILURE));
    }

    static boolean silentTooLong(World w) {
        return silentFor(w, SILENT_STANDBY);
    }

    static boolean silentFor(World w, Duration span) {
        return w.postgres() instanceof PostgresState.Silent silent && silent.since().until(w.now()).compareTo(span) >= 0;
    }
}
