package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.List;

/// Where the valid WAL of a standby ends, when that is known.
public sealed interface LocalWal {
    record Known(Reach reach) implements LocalWal {}

    record Unknown(String because) implements LocalWal {}

    /// By what a standby says of itself: `received` is pg_last_wal_receive_lsn (zero for NULL), `replayed` pg_last_wal_replay_lsn, `exhausted` whether the
    /// startup process waits for more WAL than there is.
    ///
    /// `received` is NULL until something has streamed since the server's start, and it falls back to the beginning of the segment where streaming
    /// begins (xlogrecovery.c and walreceiverfuncs.c: RequestXLogStreaming). But streaming begins only where replay has used up all local WAL; so once it has
    /// begun, the later of both is the end. Before that it is known only when replay has come to the end and waits.
    static LocalWal of(List<TimelineHistory.Row> forks, Timeline timeline, WalPosition received, WalPosition replayed, boolean exhausted) {
        if (!timeline.known()) return new Unknown("the timeline of the local WAL is not known");
        if (!replayed.known()) return new Unknown("nothing has been replayed yet");
        if (!received.known() && !exhausted) return new Unknown("replay has not come to the end of the local WAL");
        return new Known(new Reach(forks, timeline, WalPosition.later(received, replayed)));
    }
}
