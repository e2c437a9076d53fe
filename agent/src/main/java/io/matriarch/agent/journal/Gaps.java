package io.matriarch.agent.journal;

import java.util.List;

/// Where a line differs from what this version would have written: paths such as `world.memory.standing`.
///
/// `missing`: the line has no such component, or one that cannot be understood; a [Blank] stands for it. A World with one of these is shown,
/// and never decided again. `ignored`: the line has it, and this version does not know it.
public record Gaps(List<String> missing, List<String> ignored) {
    public static final Gaps NONE = new Gaps(List.of(), List.of());

    public Gaps {
        missing = List.copyOf(missing);
        ignored = List.copyOf(ignored);
    }
}
