package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.Map;
import java.util.TreeMap;

/// A directory whose initdb, copy or rewind did not end is never started (safety.md I7). What is half done is known here, whatever the server says of itself.
final class NeverHalfDone {
    static final String NAME = "half-done directories never start";
    private final Map<MemberName, String> unfinished = new TreeMap<>();

    void began(MemberName name, String work) {
        unfinished.put(name, work);
    }

    void ended(MemberName name) {
        unfinished.remove(name);
    }

    void starts(MemberName name) {
        var work = unfinished.get(name);
        if (work != null) throw new Breach(NAME, name + " is started in the middle of a " + work);
    }
}
