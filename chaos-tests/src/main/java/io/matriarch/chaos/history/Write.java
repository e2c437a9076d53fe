package io.matriarch.chaos.history;

import java.time.Duration;

/// One attempt to insert the row `id` on `node`: sent at `sent`, its end known at `received`.
/// If it was committed, then at some instant between the two.
public record Write(long id, Client client, String node, Duration sent, Duration received, Outcome outcome) {

    public Write {
        if (received.compareTo(sent) < 0) {
            throw new IllegalArgumentException("row " + id + " was answered before it was sent");
        }
    }
}
