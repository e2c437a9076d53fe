package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;

/// A copy receives only what continues its own history: otherwise it is corrupt from then on, and nothing else tells.
final class SameHistory {
    static final String NAME = "copies follow their own history";

    private SameHistory() {}

    static void received(MemberName name, Wal had, Wal sent, int timeline) {
        if (!had.within(sent)) throw new Breach(NAME, name + " follows a history that is not its own, on timeline " + timeline);
    }
}
