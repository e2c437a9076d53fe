package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.Collection;

/// The only copy that has the newest acknowledged row is never overwritten, and one that has it is overwritten only from a server that leads:
/// any other may never come to lead without that row (safety.md I7).
final class LastCopy {
    static final String NAME = "the last good copy stays";

    private LastCopy() {}

    /// `target` with history `had` is about to become a copy of `source` with history `copied`, which `leads` or does not; `others` are the usable copies elsewhere.
    static void overwritten(MemberName target, MemberName source, Wal had, Wal copied, boolean leads, Wal newestAcknowledged, Collection<Wal> others) {
        if (!leads && newestAcknowledged.within(had) && !newestAcknowledged.within(copied))
            throw new Breach(NAME, target + " has what " + source + " lacks, and is overwritten from it although it does not lead");
        if (newestAcknowledged.within(had) && others.stream().noneMatch(newestAcknowledged::within))
            throw new Breach(NAME, target + " held the only good copy and is overwritten from " + source);
    }
}
