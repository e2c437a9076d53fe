package io.matriarch.core.sim;

import static io.matriarch.core.sim.FaultKind.*;
import static java.util.Map.entry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Kinds of faults that are bad only together: a seed in a mood does little else. Kinds that are drawn each by itself seldom meet, and some
/// mistakes need three of them within seconds. Each weighs as often as it comes.
enum Mood {
    /// Whoever was overtaken is carried out late, while the leader key comes and goes.
    LATE_WRITES(entry(ETCD_LATE_WRITES, 3), entry(DELETE_LEADER_KEY, 5), entry(REVOKE_LEADERS_LEASE, 3), entry(KILL_NODE, 2), entry(KILL_AGENT, 1), entry(FREEZE_AGENT, 1), entry(CUT_OFF, 1)),
    /// The times change while the leader does not hear what etcd did with its proofs.
    OTHER_TIMES(entry(CONFIGURE, 8), entry(ETCD_LOSSY, 5), entry(ETCD_SLOW, 3), entry(LOSE_HEARD, 2), entry(FREEZE_AGENT, 2), entry(KILL_AGENT, 1), entry(CUT_OFF, 1)),
    /// etcd says what is not so any more.
    OLD_NEWS(entry(STALE_READS, 4), entry(DEPOSE_ETCD, 3), entry(WATCH_DEAF, 3), entry(WATCH_LATE, 2), entry(ETCD_ELECTION, 2), entry(ETCD_DOWN, 2),
            entry(REVOKE_LEADERS_LEASE, 2), entry(KILL_NODE, 2)),
    /// Nobody dies, they only do not reach each other.
    TORN(entry(CUT_OFF, 3), entry(PART, 3), entry(LOSE_SENT, 2), entry(LOSE_HEARD, 2), entry(FLAP, 2), entry(RING, 1), entry(LAG, 1)),
    /// Leaders die young and come back with more than the next one has.
    HISTORIES(entry(KILL_NODE, 5), entry(PART, 4), entry(CUT_OFF, 2), entry(CRASH_POSTMASTER, 2), entry(SLOW_PROMOTION, 2), entry(FAIL_PROMOTION, 2),
            entry(FAILOVER, 2), entry(SLOW_REPLAY, 1)),
    CRASHES(entry(CRASH_POSTMASTER, 4), entry(KILL_AGENT, 3), entry(KILL_NODE, 3), entry(KILL_GUARDIAN, 2), entry(SLOW_RECOVERY, 1), entry(SLOW_REPLAY, 1),
            entry(REFUSE_START, 1), entry(SLOW_PROMOTION, 1)),
    STANDSTILLS(entry(FREEZE_AGENT, 4), entry(FREEZE_NODE, 3), entry(FREEZE_GUARDIAN, 2), entry(SLOW_STOP, 2), entry(JUMP_CLOCK, 2), entry(HANG_SERVER, 1),
            entry(HANG_LOOP, 1), entry(THROW, 1), entry(CUT_OFF, 1)),
    /// Whose data is overwritten, by whose, and what if either dies meanwhile.
    COPIES(entry(REINITIALIZE_BY_FORCE, 3), entry(SLOW_COPY, 3), entry(KILL_NODE, 3), entry(REINITIALIZE, 2), entry(KILL_AGENT, 2), entry(PART, 2), entry(SWITCHOVER, 2)),
    PAUSES(entry(PAUSE, 6), entry(KILL_AGENT, 2), entry(KILL_NODE, 2), entry(CRASH_POSTMASTER, 2), entry(FREEZE_AGENT, 2), entry(DELETE_LEADER_KEY, 1), entry(ETCD_DOWN, 1),
            entry(LEAVE, 1), entry(CUT_OFF, 1)),
    /// Operators who do not look before they ask.
    PLANNED(entry(SWITCHOVER, 4), entry(SWITCHOVER_TO, 4), entry(FAILOVER, 2), entry(RESTART, 3), entry(LEAVE, 3), entry(CONFIGURE, 2), entry(KILL_NODE, 2), entry(SLOW_STOP, 1)),
    /// Nobody remembers everything.
    WIPES(entry(WIPE_ETCD, 2), entry(RESTORE_ETCD, 1), entry(KILL_NODE, 3), entry(KILL_AGENT, 3), entry(CUT_OFF, 2), entry(FREEZE_NODE, 2), entry(PAUSE, 1));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
    final Map<FaultKind, Integer> weights;

    @SafeVarargs
    @SuppressWarnings("varargs") // read here and nowhere else
    Mood(Map.Entry<FaultKind, Integer>... weights) {
        this.weights = Collections.unmodifiableMap(new EnumMap<>(Map.ofEntries(weights)));
    }
}
