package io.matriarch.rest;

/// How the start of the HTTP server ended.
public sealed interface StartOutcome {
    /// `port` is the one in use, also when any free one was asked for.
    record Listening(int port) implements StartOutcome {}

    /// Nothing listens. `reason` names address and cause, for the operator.
    record Refused(String reason) implements StartOutcome {}
}
