package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.ArrayList;
import java.util.List;

/// What a synchronous primary shows when it opens again, confirmed or not, is in the WAL of every later one (safety.md I2 (f)): unless an operator forces
/// another to lead, its disk is gone, or etcd forgot who may lead. One that was elected shows what only it has as every failover does: that is not promised.
final class Shown {
    static final String NAME = "what was shown stays";
    private final List<Sight> sights = new ArrayList<>();

    private record Sight(MemberName by, Wal wal) {}

    /// `again`: the `sync` key says that it led last.
    void opens(MemberName name, Wal wal, boolean again) {
        for (var sight : sights) if (!sight.wal.within(wal)) throw new Breach(NAME, name + " leads without what " + sight.by + " showed when it opened again");
        if (again) sights.add(new Sight(name, wal));
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
