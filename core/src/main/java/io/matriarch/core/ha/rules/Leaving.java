package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;

import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Permit;

/// The agent was asked to end: stop the server, hand over, go.
public final class Leaving {
    private Leaving() {}

    public static final RuleBook RULES = RuleBook.of("leaving",
            rule("not-yet-unguarded", "others must know that nobody ends this primary before its guardian is disarmed",
                    w -> w.config().paused() && w.writable() && w.permit() instanceof Permit.Until, Stance.HOLD),
            rule("paused", "a paused cluster keeps its servers running without agents", w -> w.config().paused(), new Stance.Quit(0)),
            rule("stop-first", "the server ends before its agent, so that it is never without one", w -> w.postgres().alive(),
                    Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("hand-over", "the server is down and the next leader need not wait for the lease", World::holdsLock, Leaving::handOver),
            otherwise("gone", "nothing of this node is left to look after", new Stance.Quit(0)));

    private static Stance handOver(World w) {
        return Stance.standDown(StopMode.FAST, LeaderRace.successor(w).<Stance.Then>map(Stance.Then.HandTo::new).orElse(Stance.Then.LET_GO));
    }
}
