package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.Collection;

/// The only copy that has the newest acknowledged row is never overwritten (safety.md I7).
final class LastCopy {
    static final String NAME = "the last good copy stays";

    private LastCopy() {}

    /// `target` with history `had` is about to be overwritten; `others` are the usable copies elsewhere.
    static void overwritten(MemberName target, MemberName source, Wal had, Wal newestAcknowledged, Collection<Wal> others) {
        if (newestAcknowledged.within(had) && others.stream().noneMatch(newestAcknowledged::within))
            throw new Breach(NAME, target + " held the only good copy and is overwritten from " + source);
    }
}
