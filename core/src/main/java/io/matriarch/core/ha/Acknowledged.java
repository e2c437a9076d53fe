package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;

/// The high-water mark: what was certainly acknowledged, whatever etcd still says of it (issue 4.6).
///
/// While etcd remembers as much as the own disk, the `sync` key and the promises say who may lead, exactly. When it says less, it was wiped or set back, and so
/// are they: then a copy that ends before the mark is not promoted by itself.
public final class Acknowledged {
    private Acknowledged() {}

    /// Commits are synchronous, etcd has forgotten up to where they were acknowledged, and this copy ends before that.
    public static boolean behind(World w) {
        return forgotten(w) && !SyncLeader.forcedHere(w) && lacks(w.local().mark(), LeaderRace.timeline(w), LeaderRace.end(w));
    }

    private static boolean forgotten(World w) {
        return SyncMode.of(w.config().document()).synchronous() && w.local().mark().isAfter(w.cluster().status().acknowledged());
    }

    /// A later timeline was made from all that counted, or by an operator who took the loss.
    private static boolean lacks(HighWater mark, Timeline timeline, WalPosition end) {
        var byTimeline = mark.timeline().compareTo(timeline);
        return mark.known() && (byTimeline > 0 || byTimeline == 0 && mark.end().isAfter(end));
    }

    /// How many bytes of what was acknowledged a copy lacks at least, as far as this node knows; 0 when none. Of an older timeline it is an estimate.
    public static long missing(Timeline timeline, WalPosition end, World w) {
        var mark = HighWater.later(w.cluster().status().acknowledged(), w.local().mark());
        return lacks(mark, timeline, end) ? Math.max(1, mark.end().ahead(end)) : 0;
    }

    /// The same of this copy.
    public static long missingHere(World w) {
        return LeaderRace.timeline(w).known() ? missing(LeaderRace.timeline(w), LeaderRace.end(w), w) : 0;
    }
}
