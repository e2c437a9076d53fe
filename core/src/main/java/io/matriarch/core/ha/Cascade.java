package io.matriarch.core.ha;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;

/// What this member remembers of the standby that its tag `replicatefrom` names: when it was last seen to stream from there, or to begin to try; and until
/// when it does not try again, for nothing came although that standby's own key says that it is well (it cannot be reached from here, or lacks WAL).
public record Cascade(MemberName from, Moment tried, Moment barred) {
    public static final Cascade NONE = new Cascade(new MemberName(""), new Moment(0), new Moment(0));
    private static final Duration DETOUR = Duration.ofMinutes(10);

    /// With one more look. It may try for one ttl.
    static Cascade remembered(World w) {
        var before = w.memory().cascade();
        if (!(Following.of(w) instanceof Following.Standby(var member))) return before;
        var trying = w.postgres() instanceof PostgresState.Running r && !r.replication().streaming() && member.endpoint().equals(r.facts().configuredUpstream());
        if (!trying || !before.from().equals(member.name())) return new Cascade(member.name(), w.now(), before.barred());
        var inVain = !w.now().isBefore(before.tried().plus(w.config().timing().ttl()));
        return inVain ? new Cascade(member.name(), w.now(), w.now().plus(DETOUR)) : before;
    }

    boolean bars(MemberName name, Moment now) {
        return name.equals(from) && now.isBefore(barred);
    }
}
