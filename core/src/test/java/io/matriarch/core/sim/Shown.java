package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Term;
import java.util.ArrayList;
import java.util.List;

/// What a synchronous primary shows when it opens again, confirmed or not, is in the WAL of every later one (safety.md I2 (f)): unless an operator forces
/// another to lead, its disk is gone, or etcd forgot who may lead. One that was elected shows what only it has as every failover does: that is not promised.
///
/// Later is who leads in a later term. A machine that stood still unseen may finish the promotion of an earlier one when another leads already (seeds 2004, 2673):
/// nothing ends that in time, and nobody confirms what is written there.
final class Shown {
    static final String NAME = "what was shown stays";
    private final List<Sight> sights = new ArrayList<>();
    /// Machines were paused unseen: only then may one of an earlier term open late.
    boolean clocksLie;

    private record Sight(MemberName by, Wal wal, Term term) {}

    /// `again`: the `sync` key says that it led last. It leads in `term`, or in one before.
    void opens(MemberName name, Wal wal, boolean again, Term term) {
        for (var sight : sights) if (!(clocksLie && sight.term.isAfter(term)) && !sight.wal.within(wal)) throw new Breach(NAME, name + " leads without what " + sight.by + " showed when it opened again");
        if (again) sights.add(new Sight(name, wal, term));
    }

    /// Its disk is gone.
    void lost(MemberName name) {
        sights.removeIf(sight -> sight.by.equals(name));
    }

    /// Nothing that was shown before is promised any more.
    void forget() {
        sights.clear();
    }
}
