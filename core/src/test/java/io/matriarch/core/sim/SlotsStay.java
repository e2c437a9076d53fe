package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;

/// A primary drops no slot of a member that lives: the WAL it still needs would go.
final class SlotsStay {
    static final String NAME = "slots of live members stay";

    private SlotsStay() {}

    static void dropped(MemberName by, boolean primary, String slot, boolean memberLives) {
        if (primary && memberLives) throw new Breach(NAME, by + " drops the slot " + slot + " of a member that lives");
    }
}
