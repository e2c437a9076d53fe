package io.matriarch.core.view;

/// Until when this node may be primary. Counted from before the proving transaction was sent, never from its reply.
public sealed interface Permit {
    record None() implements Permit {}

    /// From `soft` on the server is being stopped and health answers 503; at `hard` every process of it is killed;
    /// only after both may another node be promoted. See [Deadlines].
    record Until(Moment provenAt, Moment soft, Moment hard) implements Permit {}

    /// While the cluster is paused: proven like any other, but nobody ends the server when it is over.
    record HandsOff(Moment provenAt, Moment soft) implements Permit {}

    None NONE = new None();

    /// Whether this node may be writable at `now`.
    default boolean covers(Moment now) {
        return switch (this) {
            case None() -> false;
            case Until(_, var soft, _) -> now.isBefore(soft);
            case HandsOff(_, var soft) -> now.isBefore(soft);
        };
    }
}
