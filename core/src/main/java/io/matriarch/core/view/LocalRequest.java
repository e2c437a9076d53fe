package io.matriarch.core.view;

import java.time.Duration;

/// What an operator asked of this node alone (REST, signals).
public sealed interface LocalRequest {
    record None() implements LocalRequest {}

    /// Stop the server and start it again in the same role. A primary that takes longer than `within` to come back fails over; zero means `primary_start_timeout`.
    record Restart(Duration within) implements LocalRequest {
        public Restart() {
            this(Duration.ZERO);
        }
    }

    /// The job that was begun for a restart has ended, and `succeeded` or not: what became of the server is told by the next look at it.
    record Restarted(boolean succeeded) implements LocalRequest {}

    /// Throw this copy away (aside) and clone again. `force` cancels a running job first; `fromLeader`: from nobody else.
    record Reinitialize(boolean force, boolean fromLeader) implements LocalRequest {
        public Reinitialize(boolean force) {
            this(force, false);
        }
    }

    /// Stop cleanly: hand over, stop the server, end the agent.
    record Shutdown() implements LocalRequest {}

    None NONE = new None();
}
