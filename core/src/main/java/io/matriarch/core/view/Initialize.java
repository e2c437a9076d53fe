package io.matriarch.core.view;

/// The `initialize` key: has this cluster ever been bootstrapped, and as which database system.
public sealed interface Initialize {
    record Missing() implements Initialize {}

    /// Somebody won the race and is running initdb.
    record InProgress() implements Initialize {}

    record Done(SystemId systemId) implements Initialize {}

    Missing MISSING = new Missing();
    InProgress IN_PROGRESS = new InProgress();
}
