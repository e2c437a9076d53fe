package io.matriarch.chaos.history;

/// How one write ended, as its client knows it.
public sealed interface Outcome {

    /// The server said "committed"; `timeline` is the one it wrote on.
    record Acknowledged(int timeline) implements Outcome {}

    /// Nobody can tell whether it is committed: the connection was lost after the statement was sent, time ran out, or the wait for
    /// synchronous replication was cancelled. It stays possible for ever.
    record Unknown(String why) implements Outcome {}

    /// The server refused it: the row must never appear.
    record Refused(String why) implements Outcome {}
}
