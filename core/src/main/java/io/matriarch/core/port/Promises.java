package io.matriarch.core.port;

import io.matriarch.core.view.Promised;
import java.util.function.Consumer;

/// What this member has promised, on its own disk: it outlives every crash of agent, server and machine.
public interface Promises {
    /// What the disk says. Asked once, when the agent starts; it may take as long as the disk takes.
    Promised read();

    /// Writes it down, and never over a higher one. Done: it is durable. Failed: it may be on the disk or not, and nobody may be told of it.
    void write(Promised.To promise, Consumer<StepOutcome> reply);
}
