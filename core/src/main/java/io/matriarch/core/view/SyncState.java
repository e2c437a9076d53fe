package io.matriarch.core.view;

import java.util.List;

/// The `sync` key: who may hold every acknowledged commit. `modRevision` is the key's, 0 when there is none.
public sealed interface SyncState {
    long modRevision();

    /// No key, or one that names no leader: commits wait for nobody that the cluster knows of.
    record Off(long modRevision) implements SyncState {}

    /// `leader` had every commit when it wrote this, and any commit acknowledged since is on so many of `standbys` that of any `quorum` of
    /// them besides the one that asks, one has it. Of a list that is waited for as a whole `quorum` is 0. Names as they were written. `timeline` is the one
    /// that `leader` wrote on then; Patroni does not say.
    record On(String leader, List<String> standbys, int quorum, Timeline timeline, long modRevision) implements SyncState {
        public On {
            standbys = List.copyOf(standbys);
        }

        /// Of one who does not say on which timeline.
        public On(String leader, List<String> standbys, int quorum, long modRevision) {
            this(leader, standbys, quorum, Timeline.UNKNOWN, modRevision);
        }
    }

    Off OFF = new Off(0);
}
