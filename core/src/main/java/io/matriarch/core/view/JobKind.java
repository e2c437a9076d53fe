package io.matriarch.core.view;

/// What a long piece of work is for. `COPY_SLOTS` restarts a standby, which then has logical slots of its leader. A promotion is `PRE_PROMOTE` as long as the server was not asked for it, and when it fails before that.
public enum JobKind {
    BOOTSTRAP, CLONE, REWIND, START_PRIMARY, START_STANDBY, STOP, RESTART, COPY_SLOTS, PRE_PROMOTE, PROMOTE;

    /// Whether the server that runs when this has succeeded was started by it.
    public boolean startsServer() {
        return switch (this) {
            case CLONE, REWIND, START_PRIMARY, START_STANDBY, RESTART, COPY_SLOTS -> true;
            case BOOTSTRAP, STOP, PRE_PROMOTE, PROMOTE -> false;
        };
    }

    /// Whether it makes a primary of what is none. A restart leaves a server what it was.
    public boolean makesPrimary() {
        return switch (this) {
            case START_PRIMARY, PRE_PROMOTE, PROMOTE -> true;
            case BOOTSTRAP, CLONE, REWIND, START_STANDBY, STOP, RESTART, COPY_SLOTS -> false;
        };
    }
}
