package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SyncState;

/// How commits are made safe, as `synchronous_mode` says.
enum SyncMode {
    ASYNCHRONOUS, SYNCHRONOUS, QUORUM;

    static SyncMode of(Document config) {
        if (config.text("synchronous_mode", "").equalsIgnoreCase("quorum")) return QUORUM;
        return config.truth("synchronous_mode", false) ? SYNCHRONOUS : ASYNCHRONOUS;
    }

    /// Whether the `sync` key names this member as a standby. Names compare without case, as in Patroni 4.
    static boolean names(SyncState sync, MemberName member) {
        return sync instanceof SyncState.On on && on.standbys().stream().anyMatch(member.value()::equalsIgnoreCase);
    }
}
