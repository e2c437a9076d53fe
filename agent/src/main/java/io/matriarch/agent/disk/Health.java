package io.matriarch.agent.disk;

import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Moment;
import java.time.Duration;

/// What one attempt after another says of a disk. `failing`: the last one failed. `well` is since when every attempt has succeeded.
record Health(DiskState state, boolean failing, Moment well) {
    /// An attempt that takes longer hangs. One that comes back in the end was only slow: what counts is how long a single one is under way.
    static final Duration HANGS = Duration.ofSeconds(10);
    /// A disk that was unfit is called so until it has been well for this long: what a server gives back when it stops is no reason to start it again.
    static final Duration RECOVERS = Duration.ofSeconds(30);

    static Health unknown(Moment now) {
        return new Health(new DiskState.Unknown(), false, now);
    }

    /// After an attempt that began and ended then.
    Health after(Attempt.Result result, Moment began, Moment ended) {
        return switch (result) {
            case Attempt.Result.Skipped _ -> unknown(ended);
            case Attempt.Result.Refused(var trouble, var reason) -> new Health(unfit(trouble, began, ended, reason), true, ended);
            case Attempt.Result.Written _ -> written(began, ended);
        };
    }

    private Health written(Moment began, Moment ended) {
        if (began.until(ended).compareTo(HANGS) >= 0) return new Health(during(began, ended).state(), false, ended);
        if (failing) return new Health(state, false, began);
        return state instanceof DiskState.Unfit && well.until(ended).compareTo(RECOVERS) < 0 ? this : new Health(new DiskState.Fit(), false, well);
    }

    /// While an attempt that began then has not come back.
    Health during(Moment began, Moment now) {
        return began.until(now).compareTo(HANGS) < 0 ? this : new Health(unfit(DiskTrouble.HUNG, began, now, "a write has not come back"), true, now);
    }

    /// Trouble that follows trouble goes on since then; after a success it begins anew.
    private DiskState.Unfit unfit(DiskTrouble trouble, Moment began, Moment now, String reason) {
        return new DiskState.Unfit(trouble, failing && state instanceof DiskState.Unfit before ? before.since() : began, now, reason);
    }
}
