package io.matriarch.core.view;

/// What a long piece of work is for.
public enum JobKind {
    BOOTSTRAP, CLONE, REWIND, START_PRIMARY, START_STANDBY, STOP, RESTART, PROMOTE
}
