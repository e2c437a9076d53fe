package io.matriarch.core.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;

/// The simulation's door for the planted faults (`io.matriarch.core.mutants`), which load it beside a mutated product.
public final class Probe {
    private static final Duration HARM = Duration.ofMinutes(2);

    private Probe() {}

    /// Runs one seed and says "ORACLE: WHAT" of the promise that it broke; nothing when all held. `with` names faults, by commas, that are left out otherwise;
    /// `synchronous`: commits wait for standbys.
    public static String run(long seed, String with, boolean synchronous) {
        var without = EnumSet.of(FaultKind.WIPE_ETCD, FaultKind.RESTORE_ETCD);
        Arrays.stream(with.split(",")).filter(name -> !name.isEmpty()).map(FaultKind::valueOf).forEach(without::remove);
        return said(Swarm.run(Drawing.draw(seed, HARM, without, synchronous), false, _ -> Spectator.NOBODY));
    }

    /// Runs this schedule, and says the same.
    public static String run(String schedule) {
        return said(Swarm.run(Schedule.read(schedule), false, _ -> Spectator.NOBODY));
    }

    private static String said(Run run) {
        return switch (run.verdict()) {
            case Verdict.Held _, Verdict.Waits _, Verdict.NobodyKnew _ -> "";
            case Verdict.Safety(var what) -> what;
            case Verdict.Liveness(var what) -> "liveness: " + what;
            case Verdict.Crash(var what) -> "crash: " + what;
        };
    }
}
