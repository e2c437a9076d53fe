package io.matriarch.core.view;

import java.util.List;

/// How the cluster's timelines followed each other. A row says where timeline n ended; the present timeline is one after the last row.
public record TimelineHistory(List<Row> rows) {
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

    /// The timeline the cluster is on by this history; unknown when nothing is recorded.
    public Timeline current() {
        return rows.isEmpty() ? Timeline.UNKNOWN : new Timeline(rows.getLast().ended().id() + 1);
    }
}
