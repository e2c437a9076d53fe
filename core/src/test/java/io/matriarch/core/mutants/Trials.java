package io.matriarch.core.mutants;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs mutants through the swarm, and beside them the code as it is: a catch proves something only where that keeps its promises.
/// So a seed on which it does not is passed over; and an oracle that it does not satisfy on some other seed has to notice the mutant at
/// least three times, and five times as often. Any thread.
final class Trials {
    private static final int TIMES = 3;
    private static final int AS_OFTEN = 5;
    private final Workshop workshop;
    private final long seeds;
    private final Map<String, Map<Long, Swarm.Ending>> controls = new TreeMap<>();

    /// What became of a mutant.
    sealed interface Result {
        record Caught(String oracle, long seeds, String what) implements Result {}

        record Survived(long seeds) implements Result {}

        record Stale(String why) implements Result {}
    }

    Trials(Workshop workshop, long seeds) {
        this.workshop = workshop;
        this.seeds = seeds;
    }

    Result of(Mutant mutant) throws IOException {
        var control = control(mutant.with());
        var noticed = new TreeMap<String, Integer>();
        var run = 0L;
        try (var swarm = workshop.planted(mutant)) {
            for (var seed = 1L; seed <= seeds; seed++) {
                if (control.containsKey(seed)) continue;
                run++;
                var ending = swarm.run(seed, mutant.with());
                if (!ending.held() && enough(noticed.merge(ending.oracle(), 1, Integer::sum), run, ending.oracle(), control))
                    return new Result.Caught(ending.oracle(), seed, ending.what());
            }
            return new Result.Survived(seeds);
        } catch (Mutant.Stale stale) {
            return new Result.Stale(stale.getMessage());
        }
    }

    private boolean enough(int times, long run, String oracle, Map<Long, Swarm.Ending> control) {
        var noise = control.values().stream().filter(ending -> ending.oracle().equals(oracle)).count();
        return noise == 0 || times >= TIMES && times * seeds >= AS_OFTEN * noise * run;
    }

    /// The seeds on which the code as it is breaks a promise.
    private synchronized Map<Long, Swarm.Ending> control(String with) throws IOException {
        var known = controls.get(with);
        if (known != null) return known;
        var broken = new TreeMap<Long, Swarm.Ending>();
        try (var swarm = workshop.plain()) {
            for (var seed = 1L; seed <= seeds; seed++) {
                var ending = swarm.run(seed, with);
                if (!ending.held()) broken.put(seed, ending);
            }
        }
        controls.put(with, broken);
        return broken;
    }

    /// What the code as it is broke, for people: nothing, one hopes.
    synchronized List<String> broken() {
        return controls.entrySet().stream().flatMap(control -> control.getValue().entrySet().stream().map(seed ->
                "seed " + seed.getKey() + (control.getKey().isEmpty() ? "" : " with " + control.getKey()) + ": " + seed.getValue().oracle() + ": " + seed.getValue().what())).toList();
    }
}
