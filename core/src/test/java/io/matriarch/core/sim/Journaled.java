package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Whenever an agent makes its server a primary or ends it, its journal has the decision: before, or a moment after.
final class Journaled {
    static final String NAME = "every role change is journaled";
    private static final Duration A_MOMENT = Duration.ofSeconds(15);
    private final Map<MemberName, Moment> written = new TreeMap<>();
    private final Map<MemberName, Moment> open = new TreeMap<>();
    private Moment earliest = new Moment(Long.MAX_VALUE);

    /// The agent did it.
    void changed(MemberName name, Moment now) {
        if (written.remove(name) != null) return;
        open.putIfAbsent(name, now);
        earliest = Moment.earlier(earliest, now);
    }

    /// The journal was given a decision that changes a role.
    void written(MemberName name, Moment now) {
        if (open.remove(name) == null) written.put(name, now);
    }

    /// The agent was killed or frozen: it may have had no time to write.
    void disturbed(MemberName name) {
        open.remove(name);
    }

    void look(Moment now) {
        if (now.isBefore(earliest.nanos() == Long.MAX_VALUE ? earliest : earliest.plus(A_MOMENT))) return;
        for (var change : open.entrySet())
            if (!now.isBefore(change.getValue().plus(A_MOMENT))) throw new Breach(NAME, "the journal of " + change.getKey() + " does not know why its role changed");
        earliest = open.values().stream().reduce(new Moment(Long.MAX_VALUE), Moment::earlier);
    }
}
