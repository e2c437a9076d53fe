package io.matriarch.core.view;

/// What an operator asked of this node alone (REST, signals).
public sealed interface LocalRequest {
    record None() implements LocalRequest {}

    /// Stop the server and start it again in the same role.
    record Restart() implements LocalRequest {}

    /// Throw this copy away (aside) and clone again. `force` cancels a running job first.
    record Reinitialize(boolean force) implements LocalRequest {}

    /// Stop cleanly: hand over, stop the server, end the agent.
    record Shutdown() implements LocalRequest {}

    None NONE = new None();
}
