package io.matriarch.core.ha;

import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// A primary that crashed and takes longer to come back than `primary_start_timeout` allows, as predicates over one World.
///
/// Ended only for somebody who can lead in its place: a recovery that is cut short begins anew, and where nobody else can lead, the server
/// never came up at all, over and over.
public final class SlowStart {
    private SlowStart() {}

    /// It had its time, and is not up yet: who could lead instead is to be asked.
    static boolean overdue(World w) {
        return !w.config().paused() && !w.runningPrimary() && w.job() instanceof JobStatus.Running(var kind, var since, _) && (kind == JobKind.START_PRIMARY
                ? since.until(w.now()).compareTo(w.config().primaryStartTimeout()) > 0 : kind == JobKind.RESTART && w.holdsLock() && restartTakesTooLong(w));
    }

    /// Counted from when the server was down. A timeout of zero says what a crash costs, not a restart that was asked for.
    private static boolean restartTakesTooLong(World w) {
        var asked = w.local().request() instanceof LocalRequest.Restart(var within) ? within : Duration.ZERO;
        var patience = asked.isZero() ? w.config().primaryStartTimeout() : asked;
        return !patience.isZero() && w.postgres() instanceof PostgresState.Starting starting && !starting.standby() && starting.since().until(w.now()).compareTo(patience) > 0;
    }

    /// One that is up recovers nothing any more: silent for a whole ttl it is ended for nobody, as every primary is.
    public static boolean givenUp(World w) {
        return overdue(w) && switch (w.postgres()) {
            case PostgresState.Silent silent -> !w.now().isBefore(silent.since().plus(w.config().timing().ttl()));
            case PostgresState.Stopped _ -> LeaderRace.successor(w).isPresent();
            case PostgresState.Starting(_, _, var control) -> LeaderRace.successor(w.with(new PostgresState.Stopped(control, true))).isPresent();
            case PostgresState.Running _, PostgresState.NoData _, PostgresState.HalfDone _, PostgresState.Unusable _ -> false;
        };
    }
}
