package io.matriarch.core.ha.sync;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.SyncState;

/// How commits are made safe, as the cluster configuration says, with Patroni's names and defaults.
/// `nodes` is how many standbys shall acknowledge; `strict` makes commits wait where there is none; `bound` is how far one may be behind.
public record SyncMode(Kind kind, boolean strict, int nodes, LagBound bound) {
    public enum Kind {
        OFF, ON, QUORUM
    }

    /// maximum_lag_on_syncnode in bytes of WAL.
    public record LagBound(long bytes) {
        public static final LagBound NONE = new LagBound(-1);

        /// Zero and less bind nothing, as in Patroni.
        public boolean allows(long behind) {
            return bytes <= 0 || behind <= bytes;
        }
    }

    /// A word that is neither `quorum` nor true is off, a count that is not a number is 1. A standby cluster has no synchronous mode of its own.
    public static SyncMode of(Document config) {
        var strict = config.truth("synchronous_mode_strict", false);
        var nodes = Math.clamp(config.number("synchronous_node_count", 1), strict ? 1 : 0, Short.MAX_VALUE);
        return new SyncMode(kind(config), strict, nodes, new LagBound(config.number("maximum_lag_on_syncnode", LagBound.NONE.bytes)));
    }

    public boolean synchronous() {
        return kind != Kind.OFF;
    }

    /// Whether the `sync` key names this member as a standby. Names compare without case, as in Patroni 4.
    public static boolean names(SyncState sync, MemberName member) {
        return sync instanceof SyncState.On on && NameSet.of(on.standbys()).has(member);
    }

    private static Kind kind(Document config) {
        if (StandbyCluster.of(config) instanceof StandbyCluster.Following) return Kind.OFF;
        if (config.text("synchronous_mode", "").equalsIgnoreCase("quorum")) return Kind.QUORUM;
        return config.truth("synchronous_mode", false) ? Kind.ON : Kind.OFF;
    }
}
