package io.matriarch.dcs;

import java.util.Arrays;

/// Measured durations, printed as quantiles. For people to read: nothing is asserted by them.
final class Latencies {
    private Latencies() {}

    static String of(int count, Runnable work) {
        for (int i = 0; i < 200; i++) work.run();
        var nanos = new long[count];
        for (int i = 0; i < count; i++) {
            var start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return "median %.2f ms, p99 %.2f ms, longest %.2f ms (n=%d)".formatted(nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6,
                nanos[count - 1] / 1e6, count);
    }
}
