package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.SyncLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.ha.sync.InForce;
import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.ha.sync.Votes;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.PostgresState.Stopped;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Timeline;
import java.util.List;

/// What a primary shows that opens again: all of its WAL, and so also commits that waited for a standby when it went down. PostgreSQL lets nobody wait for them
/// any more, and whoever reads them takes them for done (safety.md I2 (f)). So before it opens the `sync` key says that nobody else can be elected,
/// until standbys have caught up with all that was shown ([io.matriarch.core.ha.sync.Acknowledging]).
final class Showing {
    private Showing() {}

    /// Whether what would be shown now cannot be lost by an election: nobody else can be elected, and no key that says otherwise may still be written.
    static boolean secured(World w) {
        return !SyncMode.of(w.config().document()).synchronous() || !(w.cluster().sync() instanceof SyncState.On key)
                || alone(w.memory().acknowledging().inForce(w.me(), key)) && !SyncLeader.overtakes(timeline(w), key);
    }

    /// On which timeline it will open: a standby on the one that it is about to make. Said in the key, for a standby may follow to it, and whose timeline is later
    /// than the key's is elected without anybody's word (seed 816).
    private static Timeline timeline(World w) {
        return w.runningStandby() && LeaderRace.mayMakeTimeline(w) ? w.cluster().claim().number() : LeaderRace.timeline(w);
    }

    private static boolean alone(InForce now) {
        return now.claimed() && !now.votes().electable() && now.doubt() != InForce.Doubt.KEY;
    }

    /// This leader is about to open. One that is down recovers first: while it does, and if it cannot, another may be elected.
    static boolean opens(World w, Stance stance) {
        if (!w.holdsLock() || w.job().busy() || w.standby()) return false;
        if (w.postgres() instanceof Stopped(var control, _)) return control.cleanly() && (stance instanceof Stance.Lead || stance instanceof Stance.Restart);
        return stance instanceof Stance.Restart;
    }

    static List<Action> first(World w) {
        return secured(w) || !(w.lock() instanceof LeaderLock.Held mine) ? List.of() : List.of(new Action.Write(new DcsWrite.PutSync(mine, Synchrony.said(Votes.NOBODYS, timeline(w), w))));
    }
}
