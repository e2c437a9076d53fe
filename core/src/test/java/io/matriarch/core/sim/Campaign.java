package io.matriarch.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Seeds on several threads, each of which takes the next seed: one run knows nothing of another.
/// The only place of the simulation with threads and a real clock; neither can reach into a run.
record Campaign(long from, long seeds, Duration atMost, int threads, Duration harm, Set<FaultKind> without, boolean synchronous) {
    /// Runs them all, or until the time is over; `each` hears of every run, on the thread that ran it.
    void run(Consumer<Run> each) throws InterruptedException {
        var next = new AtomicLong(from);
        var end = System.nanoTime() + atMost.toNanos();
        var workers = new ArrayList<Thread>();
        for (var i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().daemon().name("seeds-" + i).start(() -> {
                for (var seed = next.getAndIncrement(); seed - from < seeds && System.nanoTime() < end; seed = next.getAndIncrement())
                    each.accept(Swarm.run(Drawing.draw(seed, harm, without, synchronous), false, _ -> Spectator.NOBODY));
            }));
        }
        for (var worker : workers) worker.join();
    }
}
