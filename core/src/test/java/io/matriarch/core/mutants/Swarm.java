package io.matriarch.core.mutants;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URLClassLoader;

/// The simulation's swarm in a class loader of its own.
final class Swarm implements AutoCloseable {
    private final URLClassLoader loader;
    private final MethodHandle probe;

    /// How a seed ended: `oracle` is empty when every promise was kept.
    record Ending(String oracle, String what) {
        boolean held() {
            return oracle.isEmpty();
        }
    }

    Swarm(URLClassLoader loader) {
        this.loader = loader;
        try {
            probe = MethodHandles.publicLookup().findStatic(loader.loadClass("io.matriarch.core.sim.Probe"), "run",
                    MethodType.methodType(String.class, long.class, String.class));
        } catch (ReflectiveOperationException mistake) {
            throw new IllegalStateException(mistake);
        }
    }

    /// Runs one seed, which may draw `with`, too: faults that are left out otherwise.
    Ending run(long seed, String with) {
        try {
            var said = (String) probe.invokeExact(seed, with);
            var colon = said.indexOf(": ");
            return colon < 0 ? new Ending(said, "") : new Ending(said.substring(0, colon), said.substring(colon + 2));
        } catch (Throwable mistake) {
            throw new IllegalStateException("seed " + seed, mistake);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
