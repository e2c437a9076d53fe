package io.matriarch.core.sim;

import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;

/// Nobody holds the leader key whose loop has not turned for longer than its lease: a heartbeat that goes on without the loop keeps all others out.
final class LivingLeader {
    static final String NAME = "nobody leads whose loop is dead";

    private LivingLeader() {}

    static void look(MemberName dead, LeaderLock lock) {
        if (lock instanceof LeaderLock.Held held && held.holder().equals(dead)) throw new Breach(NAME, dead + " holds the leader key, and its loop has long been dead");
    }
}
