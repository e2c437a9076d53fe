package io.matriarch.core.view;

/// Whether the last holder said that it gave the leader key away, written in the transaction that deleted the key.
public sealed interface Release {
    record None() implements Release {}

    /// The holder had stopped its server cleanly at `stoppedAt` before it let go.
    record Clean(MemberName by, Timeline timeline, WalPosition stoppedAt) implements Release {}

    None NONE = new None();
}
