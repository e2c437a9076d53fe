package io.matriarch.core.sim;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// Where going on by itself could lose what was acknowledged, or make a second leader, a cluster waits: a person looks and decides.
final class WaitsForAPerson {
    /// etcd forgot who is in the cluster and who led it: nobody may take the lead while a rival may live. Others that hold at such a time
    /// (no usable data, behind another) wait for a member that one of these holds. And where the word that a pause is over was lost, hands stay off.
    static final Set<String> AFTER_A_WIPE = Set.of("free.no-cluster-by-standby", "free.member-missing-after-wipe", "paused.hands-off");
    /// Whoever alone was on the newest timeline is gone for good: nobody else knows what was acknowledged there.
    static final Set<String> AFTER_A_LOSS = Set.of("free.older-timeline");
    /// The leader is gone for good, and so many voters that the others cannot know whether they have what it acknowledged.
    static final Set<String> AFTER_THE_VOTERS = Set.of("free.not-synchronous", "free.too-few-voters");
    /// The leader is gone for good, and whoever is left is not in the `failsafe` key: nobody knows whether it goes on somewhere.
    static final Set<String> AFTER_THE_LEADER = Set.of("free.not-in-failsafe");
    /// Three loops: who comes back to such a rule again and again waits for nobody, and is not live.
    private static final Duration STEADY = Duration.ofSeconds(30);

    private WaitsForAPerson() {}

    /// `otherwise`, unless nobody leads, there is a reason for it in this run, and a member is held by one of the rules of that reason.
    static Verdict or(Verdict otherwise, ClusterSim sim) {
        if (sim.primary().isPresent()) return otherwise;
        var reasons = new TreeSet<String>();
        if (sim.etcd.forgot) reasons.addAll(AFTER_A_WIPE);
        if (sim.newestTimelineIsGone()) reasons.addAll(AFTER_A_LOSS);
        if (sim.electorateIsGone()) reasons.addAll(AFTER_THE_VOTERS);
        if (sim.lastLeaderIsGone()) reasons.addAll(AFTER_THE_LEADER);
        return of(otherwise, sim.steadyRules(STEADY), reasons);
    }

    /// `steady`: by which rules members hold.
    static Verdict of(Verdict otherwise, Set<String> steady, Set<String> reasons) {
        var holding = new TreeSet<>(steady);
        holding.retainAll(reasons);
        return holding.isEmpty() ? otherwise : new Verdict.Waits(String.join(", ", holding));
    }
}
