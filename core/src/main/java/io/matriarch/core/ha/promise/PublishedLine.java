package io.matriarch.core.ha.promise;

import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.util.List;

/// The timelines on which commits may have been acknowledged, as etcd has them: a leader publishes his before clients are let in.
public sealed interface PublishedLine {
    /// `forks` are the ends of those that were left, oldest first.
    record Known(List<TimelineHistory.Row> forks, Timeline current) implements PublishedLine {
        public Known {
            forks = List.copyOf(forks);
        }

        /// Where the present timeline began.
        WalPosition begin() {
            return forks.isEmpty() ? WalPosition.ZERO : forks.getLast().fork();
        }

        /// Up to where this copy is on the line.
        WalPosition leftBy(Reach copy) {
            return copy.shared(new Reach(forks, current, Reach.OPEN));
        }

        boolean left(Timeline timeline) {
            return forks.stream().anyMatch(fork -> fork.ended().equals(timeline));
        }
    }

    /// Nothing that anybody has can be told to be left over.
    record Unknown() implements PublishedLine {}

    Unknown UNKNOWN = new Unknown();

    /// By the `history` key, and the timeline of the `status` key: a cluster that never changed its timeline has no history, and is on timeline 1.
    static PublishedLine of(TimelineHistory history, Timeline status) {
        if (!history.rows().isEmpty()) return new Known(history.rows(), history.current());
        return status.equals(new Timeline(1)) ? new Known(List.of(), status) : UNKNOWN;
    }
}
