package io.matriarch.core.sim;

import io.matriarch.core.ha.Stance;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// An agent that would answer 200 to `GET /primary` now has a permit by etcd's account, and its server takes writes or did a moment ago (safety.md I11).
/// Two never say so at once.
final class TrueHealth {
    static final String NAME = "health answers true";
    private static final Duration ONE_LOOK = Duration.ofMillis(100);
    private MemberName before = new MemberName("");
    private Moment beforeAt = new Moment(-1);

    /// What the rest module answers for a cluster that does not follow another one.
    static boolean primary(Snapshot s, Moment now) {
        return leads(s) && s.permit().covers(now) && !freshUntil(s).isBefore(now);
    }

    /// All of it that time does not change.
    static boolean leads(Snapshot s) {
        var world = s.world();
        return lock(s) instanceof LeaderLock.Held held && held.holder().equals(world.me())
                && world.postgres() instanceof PostgresState.Running r && r.primary() && !(s.decision().stance() instanceof Stance.StandDown)
                && !stopping(world.job());
    }

    /// Until when the facts are young enough to answer by, that instant included.
    static Moment freshUntil(Snapshot s) {
        return s.world().now().plus(freshness(s));
    }

    /// As etcd had it last: it need not answer just now.
    private static LeaderLock lock(Snapshot s) {
        return s.world().dcs() instanceof DcsView.Reachable(var cluster, _, _) ? cluster.lock() : s.decision().memory().cluster().lock();
    }

    private static boolean stopping(JobStatus job) {
        return job instanceof JobStatus.Running(var kind, _, _) && (kind == JobKind.STOP || kind == JobKind.RESTART || kind == JobKind.COPY_SLOTS);
    }

    private static Duration freshness(Snapshot s) {
        var deadlines = s.decision().memory().config().timing().deadlines();
        return deadlines.renewal().plus(deadlines.renewal()).plus(deadlines.attempt());
    }

    /// `name` says at `now` that it is primary; by its machine's clock it is `itsNow`, it may lead until `until`, and its server took writes last at `writable`.
    void says(MemberName name, Moment now, Moment itsNow, Moment until, Moment writable, Duration freshness) {
        if (beforeAt.equals(now) && !before.equals(name)) throw new Breach(NAME, before + " and " + name + " both say that they are primary");
        before = name;
        beforeAt = now;
        if (until.isBefore(itsNow)) throw new Breach(NAME, name + " says that it is primary " + until.until(itsNow).toMillis() + " ms after its permit ended");
        var stale = writable.until(now);
        if (stale.compareTo(freshness.plus(ONE_LOOK)) > 0) throw new Breach(NAME, name + " says that it is primary, and its server has taken no write for " + stale.toMillis() + " ms");
    }

    /// A tick's facts are dated when all are in: the server was looked at up to three attempts on etcd earlier (`Agent` looks again where it was longer).
    void says(MemberName name, Moment now, Moment itsNow, Moment until, Moment writable, Snapshot snapshot) {
        says(name, now, itsNow, until, writable,
                writable.equals(now) ? Duration.ZERO : freshness(snapshot).plus(snapshot.decision().memory().config().timing().deadlines().attempt().multipliedBy(3)));
    }
}
