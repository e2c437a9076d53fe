package io.matriarch.core.ha;

import io.matriarch.core.ha.rules.Always;
import io.matriarch.core.ha.rules.DcsUnreachable;
import io.matriarch.core.ha.rules.Leaving;
import io.matriarch.core.ha.rules.LockFree;
import io.matriarch.core.ha.rules.LockLost;
import io.matriarch.core.ha.rules.LockMine;
import io.matriarch.core.ha.rules.LockOthers;
import io.matriarch.core.ha.rules.Paused;
import io.matriarch.core.ha.rules.StandbyMine;
import java.util.List;

/// Facts in, one decision out: pure and total.
public final class Decider {
    private Decider() {}

    public static Decision decide(World world) {
        var rule = Always.RULES.first(world).or(() -> book(Situation.of(world)).first(world)).orElseThrow();
        var stance = rule.then().apply(world);
        var plan = Planner.plan(world, stance);
        return new Decision(rule.id(), rule.because(), stance, plan, world.memory().hearing(world.peers()).asking(plan).claiming(plan).polled(Vow.remembered(world)).cascading(Cascade.remembered(world)).preferring(Preference.of(world)));
    }

    public static RuleBook book(Situation situation) {
        return switch (situation) {
            case LEAVING -> Leaving.RULES;
            case UNREACHABLE -> DcsUnreachable.RULES;
            case PAUSED -> Paused.RULES;
            case LOCK_MINE -> LockMine.RULES;
            case STANDBY_MINE -> StandbyMine.RULES;
            case LOCK_OTHERS -> LockOthers.RULES;
            case LOCK_LOST -> LockLost.RULES;
            case LOCK_FREE -> LockFree.RULES;
        };
    }

    /// Every rule there is, for the generated documentation and the report of rules that never fired.
    public static List<RuleBook> books() {
        return List.of(Always.RULES, Leaving.RULES, DcsUnreachable.RULES, Paused.RULES, LockMine.RULES, StandbyMine.RULES, LockOthers.RULES, LockLost.RULES, LockFree.RULES);
    }
}
