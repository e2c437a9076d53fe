package io.matriarch.core.mutants;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Runs mutants through the swarm, and beside them the code as it is: a catch proves something only where that keeps its promises.
/// So a seed on which it does not is passed over, and an oracle that it does not satisfy on any seed catches nobody.
final class Trials {
    private final Workshop workshop;
    private final long seeds;
    private final Map<String, Control> controls = new TreeMap<>();

    /// What became of a mutant.
    sealed interface Result {
        record Caught(String oracle, long seeds, String what) implements Result {}

        record Survived(long seeds) implements Result {}

        record Stale(String why) implements Result {}
    }

    /// The code as it is, on every seed.
    private record Control(Map<Long, Swarm.Ending> broken, Set<String> blind) {}

    Trials(Workshop workshop, long seeds) {
        this.workshop = workshop;
        this.seeds = seeds;
    }

    Result of(Mutant mutant) throws IOException {
        var control = control(mutant.with());
        try (var swarm = workshop.planted(mutant)) {
            for (var seed = 1L; seed <= seeds; seed++) {
                if (control.broken.containsKey(seed)) continue;
                var ending = swarm.run(seed, mutant.with());
                if (!ending.held() && !control.blind.contains(ending.oracle())) return new Result.Caught(ending.oracle(), seed, ending.what());
            }
            return new Result.Survived(seeds);
        } catch (Mutant.Stale stale) {
            return new Result.Stale(stale.getMessage());
        }
    }

    private Control control(String with) throws IOException {
        var known = controls.get(with);
        if (known != null) return known;
        var broken = new TreeMap<Long, Swarm.Ending>();
        var blind = new TreeSet<String>();
        try (var swarm = workshop.plain()) {
            for (var seed = 1L; seed <= seeds; seed++) {
                var ending = swarm.run(seed, with);
                if (ending.held()) continue;
                broken.put(seed, ending);
                blind.add(ending.oracle());
            }
        }
        var made = new Control(broken, blind);
        controls.put(with, made);
        return made;
    }

    /// What the code as it is broke, for people: nothing, one hopes.
    List<String> broken() {
        return controls.entrySet().stream().flatMap(control -> control.getValue().broken.entrySet().stream().map(seed ->
                "seed " + seed.getKey() + (control.getKey().isEmpty() ? "" : " with " + control.getKey()) + ": " + seed.getValue().oracle() + ": " + seed.getValue().what())).toList();
    }
}
