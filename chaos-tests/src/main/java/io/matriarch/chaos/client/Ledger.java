package io.matriarch.chaos.client;

import io.matriarch.chaos.history.Client;
import io.matriarch.chaos.history.Outcome;
import io.matriarch.chaos.history.Write;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Gives out row ids, and keeps what became of them: one monotonic clock and one sequence for all clients.
public final class Ledger {

    private final long start = System.nanoTime();
    private final AtomicLong nextId;
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();

    /// The first row gets the id `first`.
    public Ledger(long first) {
        this.nextId = new AtomicLong(first);
    }

    /// Now, on the clock of all moments in `writes`.
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// What was written, in no particular order.
    public List<Write> writes() {
        return List.copyOf(writes);
    }

    /// The id that the next row will get.
    public long nextId() {
        return nextId.get();
    }

    /// Whether the recorder has an acknowledgement younger than this.
    public boolean recordedWithin(Duration age) {
        var since = now().minus(age);
        return writes.stream().anyMatch(w -> w.client() == Client.RECORDER && w.outcome() instanceof Outcome.Acknowledged
                && w.received().compareTo(since) > 0);
    }

    boolean write(Session session, Client client) {
        long id = nextId.getAndIncrement();
        var sent = now();
        var outcome = session.insert(id);
        writes.add(new Write(id, client, session.node(), sent, now(), outcome));
        return outcome instanceof Outcome.Acknowledged;
    }
}
