package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.List;

/// How far the WAL of a copy reaches, and by which timelines: `forks` are the ends of all timelines before `timeline`, oldest first.
///
/// Two copies hold the same WAL as long as their timelines and forks are the same. Their numbers alone say nothing: two servers can each make timeline 2,
/// from different places. (One number from one place for two histories cannot be told apart here; that none is given twice is `TimelineClaim`'s.)
public record Reach(List<TimelineHistory.Row> forks, Timeline timeline, WalPosition end) {
    static final WalPosition OPEN = new WalPosition(Long.MAX_VALUE);

    public Reach {
        forks = List.copyOf(forks);
    }

    /// Up to where the WAL of both is the same.
    public WalPosition shared(Reach other) {
        return earlier(parting(other), earlier(end, other.end));
    }

    /// Whether the other holds all WAL that is here.
    public boolean isPartOf(Reach other) {
        return !end.isAfter(shared(other));
    }

    Reach cut(WalPosition at) {
        return new Reach(forks, timeline, earlier(end, at));
    }

    /// The timeline of the record that begins at this position.
    Timeline timelineAfter(WalPosition at) {
        return stretches().stream().filter(s -> s.end().isAfter(at)).findFirst().map(Stretch::timeline).orElse(timeline);
    }

    /// Where the next record would no longer be the same, if both went on for ever.
    private WalPosition parting(Reach other) {
        var mine = stretches();
        var others = other.stretches();
        var same = WalPosition.ZERO;
        for (var i = 0; i < Math.min(mine.size(), others.size()) && mine.get(i).timeline().equals(others.get(i).timeline()); i++) {
            same = earlier(mine.get(i).end(), others.get(i).end());
            if (!mine.get(i).equals(others.get(i))) return same;
        }
        return same;
    }

    private record Stretch(Timeline timeline, WalPosition end) {}

    /// Which timeline wrote which stretch. One that was left where it began wrote nothing: numbers that were skipped, or a standby that was promoted
    /// before the first record of the timeline it followed.
    private List<Stretch> stretches() {
        var stretches = new ArrayList<Stretch>();
        var from = WalPosition.ZERO;
        for (var fork : forks) {
            if (fork.fork().isAfter(from)) stretches.add(new Stretch(fork.ended(), fork.fork()));
            from = WalPosition.later(from, fork.fork());
        }
        stretches.add(new Stretch(timeline, OPEN));
        return stretches;
    }

    private static WalPosition earlier(WalPosition a, WalPosition b) {
        return a.isAfter(b) ? b : a;
    }

    @Override
    public String toString() {
        return "timeline " + timeline + " to " + end;
    }
}
