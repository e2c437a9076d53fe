package io.matriarch.chaos.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a condition, never for a time that should be enough.
public final class Waiting {

    private Waiting() {}

    /// Whether the condition came to hold within the limit; it is looked at every `step`.
    public static boolean until(Duration limit, Duration step, BooleanSupplier condition) {
        return forValue(limit, step, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty()).isPresent();
    }

    /// The first value that appears within the limit.
    public static <T> Optional<T> forValue(Duration limit, Duration step, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + limit.toNanos();
        for (;;) {
            var seen = look.get();
            if (seen.isPresent() || System.nanoTime() >= end) {
                return seen;
            }
            pause(step);
        }
    }

    /// Lets time pass: the length of a fault, the pace of a client.
    public static void pause(Duration span) {
        try {
            Thread.sleep(span);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    /// Somebody wants this thread to end.
    public static final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
