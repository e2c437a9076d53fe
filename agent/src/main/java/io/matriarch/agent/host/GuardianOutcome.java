package io.matriarch.agent.host;

import java.time.Duration;

/// What a command to the guardian came to.
public sealed interface GuardianOutcome {
    /// The guardian did it.
    record Accepted() implements GuardianOutcome {}

    /// The guardian would not, and nothing changed.
    record Refused(String reason) implements GuardianOutcome {}

    /// No answer in time: it may have been done or not. For a deadline the earlier one counts.
    record Unanswered(Duration waited) implements GuardianOutcome {}

    /// It was not sent.
    record Disconnected(String reason) implements GuardianOutcome {}

    default boolean accepted() {
        return this instanceof Accepted;
    }
}
