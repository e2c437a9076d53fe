package io.matriarch.chaos.history;

import java.time.Duration;
import java.util.List;

/// An acknowledged write, with the timeline it was written on.
record Ack(long id, Client client, String node, int timeline, Duration sent, Duration received) {

    static List<Ack> of(List<Write> writes) {
        return writes.stream().<Ack>mapMulti((write, out) -> {
            if (write.outcome() instanceof Outcome.Acknowledged(int timeline)) {
                out.accept(new Ack(write.id(), write.client(), write.node(), timeline, write.sent(), write.received()));
            }
        }).toList();
    }
}
