package io.matriarch.agent.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener that keeps what it hears, as words.
final class Heard implements GuardianListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final List<String> taken = new ArrayList<>();

    @Override
    public void running(GuardedServer server) {
        queue.add("running");
    }

    @Override
    public void fencing(Fence fence) {
        queue.add("fencing " + fence);
    }

    @Override
    public void stuck(int processes) {
        queue.add("stuck " + processes);
    }

    @Override
    public void exited(ServerExit exit) {
        queue.add("exited " + switch (exit) {
            case ServerExit.Code(var code) -> code;
            case ServerExit.BySignal(var signal) -> "signal " + signal;
            case ServerExit.Unknown() -> "unknown";
        });
    }

    @Override
    public void lost(String reason) {
        queue.add("lost " + reason);
    }

    /// Waits for the next event that begins so, and answers it whole.
    String await(String beginning) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) throw new AssertionError("no '" + beginning + "' within " + PATIENCE + "; heard " + taken);
            taken.add(next);
            if (next.startsWith(beginning)) return next;
        }
    }

    /// Everything heard so far, whether awaited or not.
    List<String> all() {
        queue.drainTo(taken);
        return List.copyOf(taken);
    }
}
