package io.matriarch.core.view;

import java.util.ArrayList;
import java.util.List;

/// How the cluster's timelines followed each other. A row says where timeline n ended; the present timeline is one after the last row.
/// Numbers that nobody made have a row, too, or the last one would name the wrong present: see [#of].
public record TimelineHistory(List<Row> rows) {
    /// The reason in the row of a number that this history skipped.
    public static final String SKIPPED = "skipped";
    public static final TimelineHistory UNKNOWN = new TimelineHistory(List.of());

    public TimelineHistory {
        rows = List.copyOf(rows);
    }

    /// `at` is when it ended as ISO text and `leader` who led next; both may be empty in old rows.
    public record Row(Timeline ended, WalPosition fork, String reason, String at, String leader) {
        public Row ledBy(MemberName next, String since) {
            return new Row(ended, fork, reason, at.isEmpty() ? since : at, next.value());
        }
    }

    /// The history of a server on `present` that came there by `forks`. A number that was skipped ended where the one before it did.
    public static TimelineHistory of(List<Row> forks, Timeline present) {
        var rows = new ArrayList<Row>();
        for (var fork : forks) {
            skip(rows, fork.ended());
            rows.add(fork);
        }
        skip(rows, present);
        return new TimelineHistory(rows);
    }

    private static void skip(List<Row> rows, Timeline to) {
        while (!rows.isEmpty() && rows.getLast().ended().next().compareTo(to) < 0)
            rows.add(new Row(rows.getLast().ended().next(), rows.getLast().fork(), SKIPPED, "", ""));
    }

    /// The timeline the cluster is on by this history; unknown when nothing is recorded.
    public Timeline current() {
        return rows.isEmpty() ? Timeline.UNKNOWN : new Timeline(rows.getLast().ended().id() + 1);
    }
}
