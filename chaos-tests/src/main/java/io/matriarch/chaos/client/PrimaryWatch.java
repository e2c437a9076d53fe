package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Node;
import java.time.Duration;

/// Asks one node `GET /primary` every 50 ms, as a load balancer would.
final class PrimaryWatch extends Loop {

    /// What was seen last: since when, and at what time it was confirmed (both by `System.nanoTime`).
    record Seen(boolean primary, long since, long confirmed) {

        boolean fresh() {
            return System.nanoTime() - confirmed < Duration.ofMillis(1_200).toNanos();
        }
    }

    private final Node node;
    private volatile Seen seen = new Seen(false, System.nanoTime(), System.nanoTime());

    PrimaryWatch(Node node) {
        super("watch-" + node.name(), Duration.ofMillis(50));
        this.node = node;
    }

    Node node() {
        return node;
    }

    Seen seen() {
        return seen;
    }

    @Override
    void turn() {
        boolean primary = node.answers("/primary");
        long now = System.nanoTime();
        seen = new Seen(primary, primary == seen.primary() ? seen.since() : now, now);
    }

    @Override
    void release() {
        // holds nothing
    }
}
