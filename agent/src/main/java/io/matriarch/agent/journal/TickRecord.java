package io.matriarch.agent.journal;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.MemberName;
import io.matriarch.json.JsonText;
import java.util.List;
import java.util.Map;

/// What one tick saw, decided and did. `tick` counts since the agent started.
///
/// What a secret was before is gone after writing and reading; all else is as it was.
public record TickRecord(int format, String at, MemberName member, long tick, String rule, String because, Stance stance, List<Action> plan,
        List<Performed> performed, World world, Gaps gaps) implements Entry {
    public TickRecord {
        plan = List.copyOf(plan);
        performed = List.copyOf(performed);
    }

    public static TickRecord of(long tick, World world, Decision decision, List<Performed> performed) {
        return new TickRecord(FORMAT, world.wallTime(), world.me(), tick, decision.rule(), decision.because(), decision.stance(), decision.plan(), performed, world, Gaps.NONE);
    }

    TickRecord with(Gaps found) {
        return new TickRecord(format, at, member, tick, rule, because, stance, plan, performed, world, found);
    }

    @Override
    public String stanceName() {
        return stance.getClass().getSimpleName();
    }

    /// Stance and plan as they are written down.
    public String decided() {
        return JsonText.dense(Map.of("decided", Redaction.of(Codec.encode(List.of(Codec.encode(stance), Codec.encode(plan))))));
    }
}
