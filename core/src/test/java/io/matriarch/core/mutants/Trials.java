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
    private static final int AT_ONCE = 100;
    private final Workshop workshop;
    private final long seeds;
    private final Map<String, Control> controls = new TreeMap<>();

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
        var noticed = new TreeMap<String, Integer>();
        try (var swarm = workshop.planted(mutant)) {
            for (var seed = 1L; seed <= seeds; seed++) {
                var control = control(mutant.with(), seed);
                if (control.broken.containsKey(seed)) continue;
                var ending = swarm.run(seed, mutant.with());
                if (!ending.held() && control.tells(ending.oracle(), noticed.merge(ending.oracle(), 1, Integer::sum), seed))
                    return new Result.Caught(ending.oracle(), seed, ending.what());
            }
            return new Result.Survived(seeds);
        } catch (Mutant.Stale stale) {
            return new Result.Stale(stale.getMessage());
        }
    }

    /// The code as it is on the seeds 1 to `run`: which of them it breaks a promise on.
    private record Control(Map<Long, Swarm.Ending> broken, long run) {
        boolean tells(String oracle, int times, long seed) {
            var noise = broken.values().stream().filter(ending -> ending.oracle().equals(oracle)).count();
            return noise == 0 || times >= TIMES && times * run >= AS_OFTEN * noise * seed;
        }
    }

    /// At least as far as `seed`.
    private synchronized Control control(String with, long seed) throws IOException {
        var known = controls.getOrDefault(with, new Control(Map.of(), 0));
        if (known.run >= seed) return known;
        var broken = new TreeMap<>(known.broken);
        var end = Math.min(seeds, known.run + AT_ONCE);
        try (var swarm = workshop.plain()) {
            for (var next = known.run + 1; next <= end; next++) {
                var ending = swarm.run(next, with);
                if (!ending.held()) broken.put(next, ending);
            }
        }
        controls.put(with, new Control(broken, end));
        return controls.get(with);
    }

    /// What the code as it is broke, for people: nothing, one hopes.
    synchronized List<String> broken() {
        return controls.entrySet().stream().flatMap(control -> control.getValue().broken.entrySet().stream().map(seed ->
                "seed " + seed.getKey() + (control.getKey().isEmpty() ? "" : " with " + control.getKey()) + ": " + seed.getValue().oracle() + ": " + seed.getValue().what())).toList();
    }
}
