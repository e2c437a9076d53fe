package io.matriarch.core.view;

/// Up to where commits were acknowledged with the word of others, on which timeline, by the leader of which term: the high-water mark. Whoever has read one keeps
/// it on disk: it outlives an etcd that is wiped or set back. Timelines are numbered once and in the order of terms, so a later one counts more.
public record HighWater(Timeline timeline, WalPosition end, Term term) {
    public static final HighWater UNKNOWN = new HighWater(Timeline.UNKNOWN, WalPosition.ZERO, Term.NONE);

    public boolean known() {
        return timeline.known() && end.known();
    }

    public boolean isAfter(HighWater other) {
        var byTimeline = timeline.compareTo(other.timeline);
        return known() && (!other.known() || byTimeline > 0 || byTimeline == 0 && end.isAfter(other.end));
    }

    public static HighWater later(HighWater one, HighWater other) {
        return other.isAfter(one) ? other : one;
    }
}
