package io.matriarch.core.view;

import java.util.List;

/// The `sync` key: who may hold every acknowledged commit. Read and shown; the synchronous modes are built on it later.
public sealed interface SyncState {
    record Off() implements SyncState {}

    record On(String leader, List<String> standbys, int quorum, long modRevision) implements SyncState {}

    Off OFF = new Off();
}
