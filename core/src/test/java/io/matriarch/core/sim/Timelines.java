package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.Set;
import java.util.TreeSet;

/// A timeline's number belongs to one history (safety.md I6). They need not rise: a promotion that stood still with its frozen machine
/// ends at the thaw, on the number that was claimed for it alone, an instant before its guardian ends it.
final class Timelines {
    static final String NAME = "timelines unique";
    private final Set<Integer> numbers = new TreeSet<>(Set.of(1));

    void made(MemberName by, int timeline) {
        if (!numbers.add(timeline)) throw new Breach(NAME, "timeline " + timeline + " made a second time, by " + by);
    }
}
