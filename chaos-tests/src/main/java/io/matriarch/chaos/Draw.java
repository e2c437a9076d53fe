package io.matriarch.chaos;

import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import java.time.Duration;
import java.util.SplittableRandom;

/// What chance decides in a round. The same seed draws the same.
///
/// @param phase how long after the cluster was found quiet the fault comes: anywhere in a loop
/// @param hold  how long the fault lasts: frozen or cut 2 ttl; killed mostly 2 ttl, sometimes back at once, while the lease still runs
record Draw(Duration phase, Duration hold) {

    private static final int RARE = 4;

    static Draw of(long seed, Fault fault, Timing timing) {
        var random = new SplittableRandom(seed);
        var phase = Duration.ofMillis(random.nextLong(timing.loopWait().toMillis()));
        boolean soon = random.nextInt(RARE) == 0;
        return new Draw(phase, switch (fault) {
            case Fault.Kill(Target target) when target == Target.POSTMASTER || target == Target.GUARDIAN -> Duration.ZERO;
            case Fault.Kill _ when soon -> timing.ttl().dividedBy(RARE);
            case Fault.Kill _, Fault.Freeze _, Fault.Cut _ -> timing.twoTtl();
        });
    }
}
