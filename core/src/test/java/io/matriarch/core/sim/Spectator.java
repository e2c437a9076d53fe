package io.matriarch.core.sim;

import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.view.MemberName;
import java.util.List;

/// Looks on while a cluster runs, and changes nothing: whether somebody looks on or not, a seed runs the same way.
interface Spectator {
    Spectator NOBODY = new Spectator() {};

    /// An agent has decided, and this came of it.
    default void decided(MemberName name, Decision decision, List<Performed> performed) {}

    /// A fault, its end, or what a test says.
    default void said(String what) {}

    /// After every event.
    default void moved() {}
}
