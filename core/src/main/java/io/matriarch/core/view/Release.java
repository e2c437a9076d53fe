package io.matriarch.core.view;

/// Whether the last holder said that it gave the leader key away, written in the transaction that deleted the key.
public sealed interface Release {
    record None() implements Release {}

    /// Nothing of the holder could write any more when it let go; its WAL ended at `stoppedAt`.
    record Clean(MemberName by, Timeline timeline, WalPosition stoppedAt) implements Release {}

    None NONE = new None();
}
