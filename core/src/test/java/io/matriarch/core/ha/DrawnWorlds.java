package io.matriarch.core.ha;

import java.util.stream.Stream;

/// The worlds of [DecisionPropertiesTest], for the tests of other modules.
public final class DrawnWorlds {
    private DrawnWorlds() {}

    /// Always the same 20,000 in the same order.
    public static Stream<World> all() {
        return DecisionPropertiesTest.worlds();
    }
}
