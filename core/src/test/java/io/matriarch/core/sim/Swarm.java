package io.matriarch.core.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Many seeds, each a cluster of its own under harm of its own: faults for two minutes, then everything heals and the cluster has to be whole.
///
/// `main FIRST COUNT [trace]`: runs COUNT seeds from FIRST on; `trace` prints each one's story.
final class Swarm {
    private static final Duration HARM = Duration.ofSeconds(120);
    private static final Duration TO_BE_WHOLE = Duration.ofSeconds(150);

    /// How one seed went: `problem` is empty when everything held.
    record Run(long seed, String problem, EnumSet<Fault> faults, long events, long strikes, long lost, List<String> story) {}

    private Swarm() {}

    static Run run(long seed, boolean telling, EnumSet<Fault> without) {
        var dice = new Dice(seed);
        var ttl = dice.of(List.of(5, 10, 10, 20));
        var names = dice.of(List.of(new String[] {"a", "b"}, new String[] {"a", "b", "c"}, new String[] {"a", "b", "c"}, new String[] {"a", "b", "c", "d"}));
        var faults = EnumSet.noneOf(Fault.class);
        var share = dice.between(0.1, 0.6);
        for (var fault : Fault.values()) if (dice.chance(share) && !without.contains(fault)) faults.add(fault);
        if (faults.isEmpty()) faults.add(dice.of(List.of(Fault.values())));
        var sim = new ClusterSim(dice.split(), ttl, names);
        sim.telling = telling;
        sim.invariants.operatorForces = faults.contains(Fault.FAILOVER);
        var nemesis = new Nemesis(sim, dice.split(), faults, dice.of(List.of(1500L, 4000L, 10_000L)));
        return new Run(seed, problem(sim, nemesis), faults, sim.queue.done(), nemesis.done, sim.lost(), sim.story);
    }

    private static String problem(ClusterSim sim, Nemesis nemesis) {
        try {
            if (!sim.queue.runUntil(sim::whole, Duration.ofSeconds(60))) return "never made";
            nemesis.begin();
            sim.queue.runFor(HARM);
            nemesis.heal();
            sim.queue.runFor(Duration.ofSeconds(20));
            if (!sim.queue.runUntil(sim::whole, TO_BE_WHOLE)) return "not whole " + state(sim);
            return "";
        } catch (AssertionError | RuntimeException breach) {
            sim.tell(breach.toString());
            var where = breach instanceof RuntimeException ? " at " + breach.getStackTrace()[0] : "";
            return breach.getMessage() + where;
        }
    }

    private static String state(ClusterSim sim) {
        var text = new StringBuilder();
        sim.servers.forEach((name, server) -> text.append(name).append(' ').append(server.phase).append(server.standby ? " standby of " + server.upstream : " primary")
                .append(" tl ").append(server.timeline).append(" by ").append(sim.rules.get(name)).append("; "));
        return text + "lock " + sim.etcd.lock + " initialize " + sim.etcd.initialize.getClass().getSimpleName();
    }

    public static void main(String[] arguments) {
        var first = Long.parseLong(arguments[0]);
        var count = Long.parseLong(arguments[1]);
        var telling = arguments.length > 2 && arguments[2].equals("trace");
        var without = EnumSet.noneOf(Fault.class);
        Arrays.stream(arguments).skip(telling ? 3 : 2).forEach(fault -> without.add(Fault.valueOf(fault)));
        var problems = new TreeMap<String, List<Long>>();
        var began = System.nanoTime();
        long events = 0, strikes = 0, lost = 0;
        for (var seed = first; seed < first + count; seed++) {
            var run = run(seed, telling, without);
            events += run.events();
            strikes += run.strikes();
            lost += run.lost();
            if (telling) System.out.println(String.join("\n", run.story()));
            if (!run.problem().isEmpty()) {
                problems.computeIfAbsent(run.problem().replaceAll("\\b[abcd]\\b|\\[[^]]*]|\\d+|PT[\\d.MS]+", "_").replaceAll("not whole.*", "not whole"), _ -> new java.util.ArrayList<>()).add(seed);
                if (count <= 100 || problems.size() < 30 && problems.values().stream().anyMatch(l -> l.size() == 1 && l.getLast() == run.seed()))
                    System.out.printf(Locale.ROOT, "seed %d: %s %s%n", seed, run.problem(), run.faults());
            }
        }
        problems.forEach((problem, seeds) -> System.out.printf(Locale.ROOT, "%5d x %s: %s%n", seeds.size(), problem, seeds.subList(0, Math.min(8, seeds.size()))));
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "%d seeds, %d events, %d strikes, %d rows lost inside the bound, %.1f s, %.0f events/s, %d seeds with problems%n", count, events, strikes, lost, seconds,
                events / seconds, problems.values().stream().mapToInt(List::size).sum());
    }
}
