package io.matriarch.core.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// One seed: a cluster of its own under harm of its own, drawn by chance; then everything heals and the cluster has to be whole.
final class Swarm {
    private static final Duration TO_BE_MADE = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration TO_BE_WHOLE = Duration.ofSeconds(150);

    private Swarm() {}

    /// Runs one seed: `harm` is how long faults strike, in virtual time.
    static Run run(long seed, Duration harm, Set<FaultKind> without, boolean telling) {
        return run(seed, harm, without, telling, _ -> Spectator.NOBODY);
    }

    static Run run(long seed, Duration harm, Set<FaultKind> without, boolean telling, Function<ClusterSim, Spectator> spectator) {
        return run(Drawing.draw(seed, harm, without), telling, spectator);
    }

    /// Runs exactly this: what is drawn, what was shrunk, or what somebody wrote.
    static Run run(Schedule schedule, boolean telling, Function<ClusterSim, Spectator> spectator) {
        var sim = new ClusterSim(new Dice(schedule.seed()), schedule.shape());
        sim.telling = telling;
        sim.spectator = spectator.apply(sim);
        var nemesis = new Nemesis(sim);
        var verdict = verdict(sim, nemesis, schedule);
        var figures = new Run.Figures(1, sim.queue.elapsed(), sim.queue.done(), nemesis.done, sim.promotions(), sim.lost());
        return new Run(schedule.seed(), verdict, schedule.kinds(), figures, sim.queue.hash(), sim.fired, sim.story);
    }

    private static Verdict verdict(ClusterSim sim, Nemesis nemesis, Schedule schedule) {
        try {
            if (!sim.queue.runUntil(sim::whole, TO_BE_MADE)) return new Verdict.Liveness("never made");
            nemesis.begin(schedule);
            sim.queue.runFor(schedule.harm());
            nemesis.heal();
            sim.queue.runFor(SETTLING);
            return sim.queue.runUntil(sim::whole, TO_BE_WHOLE) ? new Verdict.Held() : WaitsForAPerson.or(new Verdict.Liveness("not whole " + state(sim)), sim);
        } catch (Unknowable broken) {
            sim.tell(broken.toString());
            return new Verdict.NobodyKnew(broken.getMessage());
        } catch (AssertionError breach) {
            sim.tell(breach.toString());
            return new Verdict.Safety(String.valueOf(breach.getMessage()));
        } catch (RuntimeException bug) {
            sim.tell(bug.toString());
            return new Verdict.Crash(bug + " at " + List.of(bug.getStackTrace()).stream().findFirst().orElseThrow());
        }
    }

    private static String state(ClusterSim sim) {
        var text = new StringBuilder();
        sim.servers.forEach((name, server) -> text.append(name).append(' ').append(server.phase).append(server.standby ? " standby of " + server.upstream : " primary")
                .append(" tl ").append(server.timeline).append(" by ").append(sim.rules.get(name)).append("; "));
        return text + "lock " + sim.etcd.lock() + " " + sim.etcd.view().sync() + " initialize " + sim.etcd.view().initialize().getClass().getSimpleName();
    }
}
