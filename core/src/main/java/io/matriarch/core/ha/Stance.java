package io.matriarch.core.ha;

import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;

/// What this node should be.
public sealed interface Stance {
    /// Be the primary, with the leader lock renewed.
    record Lead() implements Stance {}

    /// Take the leader lock.
    record Race() implements Stance {}

    /// Be a standby of whoever leads, or of nobody yet.
    record Follow() implements Stance {}

    /// Stop being primary; then give the lock away as `then` says.
    record StandDown(StopMode mode, Then then) implements Stance {}

    /// Make a new cluster: run initdb.
    record Bootstrap() implements Stance {}

    /// Make the local copy usable again.
    record Rebuild(Way way, Member source) implements Stance {}

    /// Leave the server as it is.
    record Hold() implements Stance {}

    /// End the agent. `exitCode` is the process's.
    record Quit(int exitCode) implements Stance {}

    enum Way {
        CLONE, REWIND
    }

    /// What becomes of the leader lock after standing down.
    sealed interface Then {
        /// It is not ours any more, or we keep it.
        record Nothing() implements Then {}

        /// To whoever is best.
        record LetGo() implements Then {}

        /// Straight to this member.
        record HandTo(MemberName successor) implements Then {}
    }
}
