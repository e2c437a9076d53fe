package io.matriarch.agent.postgres;

/// Expected trouble inside a step; becomes a `StepOutcome.Failed` in one place. The message is for people and names what to look at.
sealed class Trouble extends Exception permits Spare.None {
    private static final long serialVersionUID = 1L;

    Trouble(String message) {
        super(message);
    }

    Trouble(String message, Throwable cause) {
        super(message + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage().lines().findFirst().orElse("")), cause);
    }
}
