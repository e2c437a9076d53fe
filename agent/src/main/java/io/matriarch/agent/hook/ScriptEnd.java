package io.matriarch.agent.hook;

/// How a script ended.
public sealed interface ScriptEnd {
    /// By itself. `last` is the last line that it said; empty when it said nothing.
    record Exited(int code, String last) implements ScriptEnd {}

    /// The agent ended it: `because` says why, for people.
    record Ended(String because) implements ScriptEnd {}

    record NotRun(String reason) implements ScriptEnd {}

    /// Of one that is not configured.
    static ScriptEnd ofNone() {
        return new Exited(0, "");
    }

    default boolean succeeded() {
        return this instanceof Exited(var code, _) && code == 0;
    }

    /// For logs and reasons.
    default String text() {
        return switch (this) {
            case Exited(var code, var last) -> "exit code " + code + (last.isEmpty() ? "" : ", and it last said: " + last);
            case Ended(var because) -> "ended by the agent: " + because;
            case NotRun(var reason) -> "it could not be run: " + reason;
        };
    }
}
