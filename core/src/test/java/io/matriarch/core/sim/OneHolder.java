package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.List;

/// At most one agent believes that it may be primary: each by its own clock, frozen ones too.
final class OneHolder {
    static final String NAME = "at most one holder";

    private OneHolder() {}

    static void look(List<MemberName> permitted) {
        if (permitted.size() > 1) throw new Breach(NAME, permitted + " have a permit at once");
    }
}
