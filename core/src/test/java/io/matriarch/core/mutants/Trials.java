package io.matriarch.core.mutants;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Runs mutants through the swarm, and beside them the code as it is: a catch proves something only where that keeps its promises.
/// So a seed on which it does not is passed over; and an oracle that it does not satisfy on some other seed has to notice the mutant at
/// least three times, and five times as often. The seed that caught a mutant last is tried before all others; a schedule of its own after them. Any thread.
final class Trials {
    private static final int TIMES = 3;
    private static final int AS_OFTEN = 5;
    private static final int AT_ONCE = 100;
    /// In the place of a seed: the mutant's own schedule.
    static final long SCHEDULE = 0;
    /// In the place of a seed: a test that fails.
    static final long TEST = -2;
    private static final long NONE = -1;
    private final Workshop workshop;
    private final long seeds;
    private final Map<String, Long> knownSeeds;
    private final BooleanSupplier timeOver;
    private final Map<Clusters, Control> controls = new HashMap<>();
    /// What each test says of the code as it is: nothing, one hopes.
    private final Map<String, String> passed = new HashMap<>();

    /// What became of a mutant.
    sealed interface Result {
        /// `seed` is the one that settled it, or [#SCHEDULE], or [#TEST]. When it was `searched` none of those before it did, so it is how many were needed too; else it
        /// was known from an earlier run, and no other was run.
        record Caught(String oracle, long seed, boolean searched, String what) implements Result {}

        record Survived(long seeds) implements Result {}

        record Stale(String why) implements Result {}

        /// It was not run, or the time was over after so many seeds.
        record Unfinished(long seeds) implements Result {}
    }

    Trials(Workshop workshop, long seeds, Map<String, Long> knownSeeds, BooleanSupplier timeOver) {
        this.workshop = workshop;
        this.seeds = seeds;
        this.knownSeeds = Map.copyOf(knownSeeds);
        this.timeOver = timeOver;
    }

    Result of(Mutant mutant) throws IOException {
        if (timeOver.getAsBoolean()) return new Result.Unfinished(0);
        return mutant.test().isEmpty() ? simulated(mutant) : tested(mutant);
    }

    /// The code as it is has to pass, or a failure would prove nothing.
    private Result tested(Mutant mutant) throws IOException {
        if (!Workshop.hasTests()) return new Result.Unfinished(0);
        try (var planted = workshop.tests(mutant)) {
            var before = asItIs(mutant.test());
            if (!before.isEmpty()) return new Result.Stale("the code as it is fails " + mutant.test() + ": " + before);
            var failure = planted.failure(mutant.test());
            return failure.isEmpty() ? new Result.Survived(0) : new Result.Caught(mutant.test().replaceAll("^.*\\.", "").replace('#', '.'), TEST, true, failure);
        } catch (Mutant.Stale stale) {
            return new Result.Stale(stale.getMessage());
        }
    }

    private synchronized String asItIs(String test) throws IOException {
        if (!passed.containsKey(test)) {
            try (var plain = workshop.tests()) {
                passed.put(test, plain.failure(test));
            }
        }
        return passed.get(test);
    }

    private Result simulated(Mutant mutant) throws IOException {
        try (var swarm = workshop.planted(mutant)) {
            if (again(mutant, swarm, knownSeeds.getOrDefault(mutant.name(), NONE)) instanceof Result.Caught caught) return caught;
            var found = search(mutant, swarm);
            return found instanceof Result.Survived && again(mutant, swarm, SCHEDULE) instanceof Result.Caught(var oracle, var seed, _, var what)
                    ? new Result.Caught(oracle, seed, true, what) : found;
        } catch (Mutant.Stale stale) {
            return new Result.Stale(stale.getMessage());
        }
    }

    /// Whether this seed alone catches it, with an oracle that the code as it is satisfies there and on the first hundred.
    private Result again(Mutant mutant, Swarm swarm, long seed) throws IOException {
        if (seed == NONE || seed == SCHEDULE && mutant.schedule().isEmpty()) return new Result.Survived(0);
        var ending = run(mutant, swarm, seed);
        if (ending.held()) return new Result.Survived(1);
        try (var plain = workshop.plain()) {
            var proves = run(mutant, plain, seed).held() && control(mutant.clusters(), Math.min(seeds, AT_ONCE)).noise(ending.oracle()) == 0;
            return proves ? new Result.Caught(ending.oracle(), seed, false, ending.what()) : new Result.Survived(1);
        }
    }

    private static Swarm.Ending run(Mutant mutant, Swarm swarm, long seed) {
        return seed == SCHEDULE ? swarm.run(mutant.schedule()) : swarm.run(seed, mutant.clusters());
    }

    private Result search(Mutant mutant, Swarm swarm) throws IOException {
        var noticed = new TreeMap<String, Integer>();
        for (var seed = 1L; seed <= seeds; seed++) {
            if (timeOver.getAsBoolean()) return new Result.Unfinished(seed - 1);
            var ending = swarm.run(seed, mutant.clusters());
            if (ending.held()) continue;
            var control = control(mutant.clusters(), seed);
            if (!control.broken.containsKey(seed) && control.tells(ending.oracle(), noticed.merge(ending.oracle(), 1, Integer::sum), seed))
                return new Result.Caught(ending.oracle(), seed, true, ending.what());
        }
        return new Result.Survived(seeds);
    }

    /// The code as it is on the seeds 1 to `run`: which of them it breaks a promise on.
    private record Control(Map<Long, Swarm.Ending> broken, long run) {
        long noise(String oracle) {
            return broken.values().stream().filter(ending -> ending.oracle().equals(oracle)).count();
        }

        boolean tells(String oracle, int times, long seed) {
            var noise = noise(oracle);
            return noise == 0 || times >= TIMES && times * run >= AS_OFTEN * noise * seed;
        }
    }

    /// At least as far as `seed`.
    private synchronized Control control(Clusters clusters, long seed) throws IOException {
        var known = controls.getOrDefault(clusters, new Control(Map.of(), 0));
        if (known.run >= seed) return known;
        var broken = new TreeMap<>(known.broken);
        var end = Math.min(seeds, Math.max(seed, known.run + AT_ONCE));
        try (var swarm = workshop.plain()) {
            for (var next = known.run + 1; next <= end; next++) {
                var ending = swarm.run(next, clusters);
                if (!ending.held()) broken.put(next, ending);
            }
        }
        controls.put(clusters, new Control(broken, end));
        return controls.get(clusters);
    }

    /// What the code as it is broke, for people: nothing, one hopes.
    synchronized List<String> broken() {
        return controls.entrySet().stream().flatMap(control -> control.getValue().broken.entrySet().stream().map(seed ->
                "seed " + seed.getKey() + control.getKey().words() + ": " + seed.getValue().oracle() + ": " + seed.getValue().what())).toList();
    }
}
