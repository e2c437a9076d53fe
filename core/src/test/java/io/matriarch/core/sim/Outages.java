package io.matriarch.core.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// When nobody took writes, and who took them, as a client sees it that tries everybody all the time.
final class Outages {
    /// `until` is the end of the run when it was not over by then.
    record Outage(Duration from, Duration until, boolean over) {
        Duration length() {
            return until.minus(from);
        }

        String text() {
            return over ? String.format(Locale.ROOT, "%.1f s (%.1f to %.1f)", seconds(length()), seconds(from), seconds(until))
                    : String.format(Locale.ROOT, "from %.1f s to the end", seconds(from));
        }
    }

    private final List<Outage> outages = new ArrayList<>();
    private final List<String> leaders = new ArrayList<>();
    private Duration since = Duration.ZERO;
    private boolean dark;

    /// `leader` takes writes now; nobody does when it is empty.
    void saw(String leader, Duration now) {
        if (leader.isEmpty() && !dark) since = now;
        if (!leader.isEmpty() && dark) outages.add(new Outage(since, now, true));
        dark = leader.isEmpty();
        if (!dark && (leaders.isEmpty() || !leaders.getLast().equals(leader))) leaders.add(leader);
    }

    void end(Duration now) {
        if (dark) outages.add(new Outage(since, now, false));
    }

    List<Outage> all() {
        return List.copyOf(outages);
    }

    List<String> leaders() {
        return List.copyOf(leaders);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
