package io.matriarch.core.sim;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.OperatorRequest;

/// Paused means hands off: no server is touched and no primary gives its lock away, unless the operator asks for it.
final class HandsOff {
    static final String NAME = "paused means hands off";

    private HandsOff() {}

    static void decided(World world, Decision decision) {
        if (!world.config().paused() || !(world.request() instanceof OperatorRequest.None) || !(world.local().request() instanceof LocalRequest.None)) return;
        for (var action : decision.plan()) {
            if (action instanceof Action.RunJob || action instanceof Action.Kill)
                throw new Breach(NAME, world.me() + " touches its server although the cluster is paused: " + decision.rule() + " " + action);
            if (action instanceof Action.GiveLock && world.writable())
                throw new Breach(NAME, world.me() + " gives its lock away although the cluster is paused: " + decision.rule());
        }
    }
}
