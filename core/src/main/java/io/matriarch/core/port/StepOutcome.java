package io.matriarch.core.port;

/// How a step ended.
public sealed interface StepOutcome {
    record Done() implements StepOutcome {}

    /// It did not happen, or not wholly. `reason` is for people and names what to look at.
    record Failed(String reason) implements StepOutcome {}

    Done DONE = new Done();
}
