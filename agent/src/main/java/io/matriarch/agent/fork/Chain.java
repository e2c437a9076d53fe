package io.matriarch.agent.fork;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.List;

/// A history: the timelines that a server went through, and where it left each. Numbers are no identity: two nodes may have made the same
/// one at different places, so chains are compared from their common beginning (pg_rewind does the same: findCommonAncestorTimeline).
///
/// `forks` are the ends of the timelines before `timeline`, oldest first.
public record Chain(Timeline timeline, List<TimelineHistory.Row> forks) {
    public Chain {
        forks = List.copyOf(forks);
    }

    private static final WalPosition OPEN = new WalPosition(Long.MAX_VALUE);

    /// What of this history, whose valid WAL ends at `end`, is not in the other: oldest first, empty when the other has it all.
    /// A history that never had anything in common with the other is lost as a whole.
    public List<WalStretch> beyond(Chain other, WalPosition end) {
        var mine = stretches();
        var theirs = other.stretches();
        var common = 0;
        while (common < Math.min(mine.size(), theirs.size()) && begins(mine.get(common), theirs.get(common))) common++;
        var lost = new ArrayList<WalStretch>();
        if (common > 0) lost.add(after(mine.get(common - 1), theirs.get(common - 1).to()));
        lost.addAll(mine.subList(common, mine.size()));
        return lost.stream().map(stretch -> until(stretch, end)).filter(stretch -> stretch.to().isAfter(stretch.from())).toList();
    }

    private static boolean begins(WalStretch a, WalStretch b) {
        return a.timeline().equals(b.timeline()) && a.from().equals(b.from());
    }

    private static WalStretch after(WalStretch stretch, WalPosition fork) {
        return new WalStretch(stretch.timeline(), WalPosition.later(stretch.from(), fork), stretch.to());
    }

    private static WalStretch until(WalStretch stretch, WalPosition end) {
        return stretch.to().equals(OPEN) ? new WalStretch(stretch.timeline(), stretch.from(), end) : stretch;
    }

    private List<WalStretch> stretches() {
        var all = new ArrayList<WalStretch>();
        var begin = WalPosition.ZERO;
        for (var row : forks) {
            all.add(new WalStretch(row.ended(), begin, row.fork()));
            begin = row.fork();
        }
        all.add(new WalStretch(timeline, begin, OPEN));
        return all;
    }
}
