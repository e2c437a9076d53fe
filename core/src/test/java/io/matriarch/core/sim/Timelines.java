package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A timeline's number belongs to one history (safety.md I6). They need not rise: a promotion that stood still with its frozen machine
/// ends at the thaw, on the number that was claimed for it alone, an instant before its guardian ends it.
///
/// Who made a number is known to etcd, to its maker, and to all that heard of it. When etcd was set back to before that, and nobody else who may
/// have heard answers (two nodes, one cut off while the other led, which is frozen by the time that etcd is restored: seed 2680), nobody can know
/// that it is taken: that is [Unknowable].
final class Timelines {
    static final String NAME = "timelines unique";
    private final Map<Integer, Moment> numbers = new TreeMap<>(Map.of(1, new Moment(0)));

    void made(MemberName by, int timeline) {
        made(by, timeline, new Moment(0), _ -> false);
    }

    /// `unknowable`: whether nobody who is left could tell `by` of a number that was made then.
    void made(MemberName by, int timeline, Moment now, Predicate<Moment> unknowable) {
        var before = numbers.putIfAbsent(timeline, now);
        if (before == null) return;
        var what = "timeline " + timeline + " made a second time, by " + by;
        throw unknowable.test(before) ? new Unknowable(NAME, what) : new Breach(NAME, what);
    }
}
