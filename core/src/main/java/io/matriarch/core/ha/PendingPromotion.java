package io.matriarch.core.ha;

import io.matriarch.core.ha.promise.Poll.Promotion;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;

/// Whether this server, which is no primary, may become one without being asked any more. PostgreSQL takes no request for a promotion back: nothing but the end of the
/// server does, so it is remembered until this member has seen it down, or has started it. Until then it keeps its guard, and the key is not given away.
public final class PendingPromotion {
    private PendingPromotion() {}

    /// Whoever holds the key by now, or nobody (seed 1344).
    public static boolean mayCome(World w) {
        return !w.writable() && of(w) instanceof Promotion.MayCome;
    }

    /// It is being promoted at this moment, or may be still. The others hear of it: a standby that may be none any more is no proof that nobody can write there (seed 40302).
    public static boolean underWay(World w) {
        return !w.writable() && w.postgres().alive() && (promotes(w.job()) || mayCome(w));
    }

    private static boolean promotes(JobStatus job) {
        return job instanceof JobStatus.Running(var kind, _, _) && (kind == JobKind.PRE_PROMOTE || kind == JobKind.PROMOTE);
    }

    /// To be remembered ([io.matriarch.core.ha.promise.Poll]).
    static Promotion of(World w) {
        return w.postgres().alive() && !startedSince(w) && (w.memory().poll().promotion() instanceof Promotion.MayCome || wasAsked(w)) ? Promotion.MAY_COME : Promotion.NOT_ASKED;
    }

    private static boolean startedSince(World w) {
        return w.job() instanceof JobStatus.Ended(var kind, _, var succeeded, _) && succeeded && kind.startsServer();
    }

    /// By this process, which has given up waiting; or perhaps by a former one, whose armed guardian or whose key was found.
    private static boolean wasAsked(World w) {
        return w.job().failed(JobKind.PROMOTE) || w.foundArmed() || foundOwnKey(w) && !StandbyLeader.followedAllTheTerm(w);
    }

    private static boolean foundOwnKey(World w) {
        return w.holdsLock() && w.lock() instanceof LeaderLock.Held held && !held.lease().equals(w.lease().id());
    }
}
