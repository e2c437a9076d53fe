package io.matriarch.core.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How one seed went. `hash` is of every event and decision in it; `lost` counts acknowledged rows that a failover lost, within the bound.
/// `rules`: every rule that decided in it.
record Run(long seed, Verdict verdict, Set<FaultKind> faults, Figures figures, long hash, Set<String> rules, List<String> story) {
    /// What is summed up over many seeds.
    record Figures(long seeds, Duration virtual, long events, long strikes, long promotions, long lost) {
        static final Figures ZERO = new Figures(0, Duration.ZERO, 0, 0, 0, 0);

        Figures plus(Figures other) {
            return new Figures(seeds + other.seeds, virtual.plus(other.virtual), events + other.events, strikes + other.strikes,
                    promotions + other.promotions, lost + other.lost);
        }
    }
}
