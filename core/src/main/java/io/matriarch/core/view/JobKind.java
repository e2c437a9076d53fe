package io.matriarch.core.view;

/// What a long piece of work is for. A promotion is `PRE_PROMOTE` as long as the server was not asked for it, and when it fails before that.
public enum JobKind {
    BOOTSTRAP, CLONE, REWIND, START_PRIMARY, START_STANDBY, STOP, RESTART, PRE_PROMOTE, PROMOTE;

    /// Whether the server that runs when this has succeeded was started by it.
    public boolean startsServer() {
        return switch (this) {
            case CLONE, REWIND, START_PRIMARY, START_STANDBY, RESTART -> true;
            case BOOTSTRAP, STOP, PRE_PROMOTE, PROMOTE -> false;
        };
    }
}
