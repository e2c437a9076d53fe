package io.matriarch.core.mutants;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URLClassLoader;

/// The simulation's swarm in a class loader of its own.
final class Swarm implements AutoCloseable {
    private final URLClassLoader loader;
    private final MethodHandle bySeed;
    private final MethodHandle bySchedule;

    /// How a seed ended: `oracle` is empty when every promise was kept.
    record Ending(String oracle, String what) {
        boolean held() {
            return oracle.isEmpty();
        }
    }

    Swarm(URLClassLoader loader) {
        this.loader = loader;
        try {
            var probe = loader.loadClass("io.matriarch.core.sim.Probe");
            bySeed = MethodHandles.publicLookup().findStatic(probe, "run", MethodType.methodType(String.class, long.class, String.class, boolean.class));
            bySchedule = MethodHandles.publicLookup().findStatic(probe, "run", MethodType.methodType(String.class, String.class));
        } catch (ReflectiveOperationException mistake) {
            throw new IllegalStateException(mistake);
        }
    }

    /// Runs one seed of such clusters.
    Ending run(long seed, Clusters clusters) {
        try {
            return ending((String) bySeed.invokeExact(seed, clusters.with(), clusters.synchronous()));
        } catch (Throwable mistake) {
            throw new IllegalStateException("seed " + seed, mistake);
        }
    }

    /// Runs this schedule, as `scripts/sim --file` does.
    Ending run(String schedule) {
        try {
            return ending((String) bySchedule.invokeExact(schedule));
        } catch (Throwable mistake) {
            throw new IllegalStateException(schedule, mistake);
        }
    }

    private static Ending ending(String said) {
        var colon = said.indexOf(": ");
        return colon < 0 ? new Ending(said, "") : new Ending(said.substring(0, colon), said.substring(colon + 2));
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
