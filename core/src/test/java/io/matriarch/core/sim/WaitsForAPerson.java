package io.matriarch.core.sim;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// Where etcd forgot who is in the cluster and who led it, nobody may take the lead while a rival may live: a person looks and decides.
final class WaitsForAPerson {
    /// The rules that hold for that reason. Others that hold at such a time (no usable data, behind another) wait for a member that one of
    /// these holds.
    static final Set<String> RULES = Set.of("free.no-cluster-by-standby", "free.member-missing-after-wipe");
    /// Three loops: who comes back to such a rule again and again waits for nobody, and is not live.
    private static final Duration STEADY = Duration.ofSeconds(30);

    private WaitsForAPerson() {}

    /// `otherwise`, unless etcd was wiped or restored in this run, nobody leads, and a member is held by one of the rules.
    static Verdict or(Verdict otherwise, ClusterSim sim) {
        var lost = sim.etcd.forgot && sim.primary().isEmpty();
        return lost ? of(otherwise, sim.steadyRules(STEADY)) : otherwise;
    }

    /// `steady`: by which rules members hold.
    static Verdict of(Verdict otherwise, Set<String> steady) {
        var holding = new TreeSet<>(steady);
        holding.retainAll(RULES);
        return holding.isEmpty() ? otherwise : new Verdict.Waits(String.join(", ", holding));
    }
}
