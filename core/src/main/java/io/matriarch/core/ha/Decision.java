package io.matriarch.core.ha;

import java.util.List;

/// What follows from a World: which rule, why, what to be, what to do now, and what to remember.
public record Decision(String rule, String because, Stance stance, List<Action> plan, Memory memory) {
    public Decision {
        plan = List.copyOf(plan);
    }
}
