package io.matriarch.rest;

import java.util.List;
import java.util.function.ObjLongConsumer;

/// What was decided here lately. Answers at once, from memory, on any thread.
public interface Decisions {
    /// One record: the wall clock's ISO text, the rule's id, the stance's name, and all of it as a line of JSON.
    record Line(String at, String rule, String stance, String json) {}

    /// Oldest first.
    List<Line> recent();

    /// Tells of every rule how many ticks it has decided since the agent started.
    void fired(ObjLongConsumer<String> each);

    /// How many records were lost because they could not be written down in time.
    long dropped();
}
