package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;

/// A timeline's number belongs to one history, and each is higher than all before it (safety.md I6).
final class Timelines {
    static final String NAME = "timelines unique and rising";
    private int highest = 1;

    void made(MemberName by, int timeline) {
        if (timeline == highest) throw new Breach(NAME, "timeline " + timeline + " made a second time, by " + by);
        if (timeline < highest) throw new Breach(NAME, by + " made timeline " + timeline + " although there has been " + highest);
        highest = timeline;
    }
}
