package io.matriarch.core.view;

/// The `initialize` key: has this cluster ever been bootstrapped, and as which database system.
public sealed interface Initialize {
    record Missing() implements Initialize {}

    /// Somebody won the race and is running initdb. The value is empty, as Patroni writes it: the modification revision alone tells whose it is.
    record InProgress(long modRevision) implements Initialize {}

    record Done(SystemId systemId) implements Initialize {}

    Missing MISSING = new Missing();
}
