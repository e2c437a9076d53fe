package io.matriarch.core.sim;

import java.util.TreeSet;

/// Up to where every seed has been run, in whatever order threads bring them: where a run that was ended early goes on. Any thread.
final class Frontier {
    private final TreeSet<Long> beyond = new TreeSet<>();
    private long next;

    Frontier(long from) {
        next = from;
    }

    synchronized void ran(long seed) {
        beyond.add(seed);
        while (beyond.remove(next)) next++;
    }

    /// The lowest seed that has not been run to its end.
    synchronized long next() {
        return next;
    }
}
