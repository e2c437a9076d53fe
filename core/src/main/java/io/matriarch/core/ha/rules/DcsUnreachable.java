package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.FOLLOW;
import static io.matriarch.core.ha.Stance.HOLD;

import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;

/// While the DCS is dark nobody can tell us who leads; the only question is whether we may still be primary.
public final class DcsUnreachable {
    private DcsUnreachable() {}

    public static final RuleBook RULES = RuleBook.of("unreachable",
            rule("paused", "the operator took our hands off, and nobody says otherwise", w -> w.config().paused(), HOLD),
            rule("operator-restart", "the operator asked to restart this standby, which nobody else has to know of", LockFree::asksForRestart, new Stance.Restart()),
            rule("failsafe", "every member that the failsafe key names is asked to confirm this primary before its permit ends", FailsafeMode::asks, HOLD),
            rule("primary-on-permit", "the permit has not ended: nobody else can be primary yet", w -> w.writable() && w.permitted(), HOLD),
            rule("permit-ended", "another member may be promoted from now on", World::writable,
                    Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("serve-reads", "a standby of nobody answers reads and is quick to be promoted when the DCS is back", World::stopped, FOLLOW),
            otherwise("wait", "a standby has nothing to lose by waiting", HOLD));
}
