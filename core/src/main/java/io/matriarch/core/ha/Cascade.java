package io.matriarch.core.ha;

import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// What this member remembers of the standby that its tag `replicatefrom` names: since when it has tried to stream from there, how often in vain, and until
/// when it does not try again although that standby's own key says that it is well (it died a moment ago, cannot be reached from here, or lacks WAL).
public record Cascade(MemberName from, Moment tried, int inVain, Moment barred) {
    public static final Cascade NONE = new Cascade(new MemberName(""), new Moment(0), 0, new Moment(0));
    /// The receiver tries twice a second.
    static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration DETOUR = Duration.ofSeconds(30);

    /// With one more look.
    static Cascade remembered(World w) {
        var before = w.memory().cascade();
        if (!(Following.of(w) instanceof Following.Standby(var member))) return before;
        var known = before.from().equals(member.name()) ? before : new Cascade(member.name(), w.now(), 0, new Moment(0));
        if (!(w.postgres() instanceof PostgresState.Running r) || !member.endpoint().equals(r.facts().configuredUpstream())) return known.trying(w.now());
        if (r.replication().streaming()) return !Following.receives(member) ? known : new Cascade(member.name(), w.now(), 0, new Moment(0));
        return w.now().isBefore(known.tried().plus(PATIENCE)) ? known : known.tired(w.now());
    }

    private Cascade trying(Moment now) {
        return new Cascade(from, now, inVain, barred);
    }

    /// Twice as long each time, up to a quarter of an hour.
    private Cascade tired(Moment now) {
        return new Cascade(from, now, inVain + 1, now.plus(DETOUR.multipliedBy(1L << Math.min(inVain, 5))));
    }

    /// Whether nothing is to be gained by leaving a standby that receives nothing itself: where the leader has died that shows within a ttl.
    boolean tolerates(Member standby, World w) {
        var streams = w.postgres() instanceof PostgresState.Running r && r.replication().streaming() && standby.endpoint().equals(r.facts().configuredUpstream());
        return streams && from.equals(standby.name()) && w.now().isBefore(tried.plus(w.config().timing().ttl()).plus(w.config().timing().loopWait()));
    }

    boolean bars(MemberName name, Moment now) {
        return name.equals(from) && now.isBefore(barred);
    }
}
