package io.matriarch.core.view;

/// The one long piece of work that may be under way.
public sealed interface JobStatus {
    record Idle() implements JobStatus {}

    /// `progress` is for people: "base backup 41 %".
    record Running(JobKind kind, Moment since, String progress) implements JobStatus {}

    /// The last job's end, kept until the next one starts.
    record Ended(JobKind kind, Moment at, boolean succeeded, String reason) implements JobStatus {}

    Idle IDLE = new Idle();

    default boolean busy() {
        return this instanceof Running;
    }

    /// Whether the last job was of this kind and failed.
    default boolean failed(JobKind kind) {
        return this instanceof Ended(var ended, _, var succeeded, _) && ended == kind && !succeeded;
    }
}
