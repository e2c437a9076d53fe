package io.matriarch.core.runtime;

import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;

/// What readers see: the last tick's World and Decision, and the permit as it is now (renewals are published at once).
/// `epochSeconds` is the wall clock at the last answer of etcd, for `dcs_last_seen`. `nextTick` is when the loop is due again.
public record Snapshot(World world, Decision decision, Permit permit, long epochSeconds, Moment nextTick) {
    /// Newer facts, on which nothing has been decided yet.
    Snapshot seeing(World newer) {
        return new Snapshot(newer, decision, permit, epochSeconds, nextTick);
    }

    Snapshot with(Permit newer) {
        return new Snapshot(world, decision, newer, epochSeconds, nextTick);
    }
}
