package io.matriarch.core.ha;

import io.matriarch.core.ha.facet.ClusterKeys;
import io.matriarch.core.ha.facet.Configuration;
import io.matriarch.core.ha.facet.Lock;
import io.matriarch.core.ha.facet.MemberKey;
import io.matriarch.core.ha.facet.Promising;
import io.matriarch.core.ha.facet.Requests;
import io.matriarch.core.ha.facet.Role;
import io.matriarch.core.ha.facet.Slots;
import io.matriarch.core.ha.facet.Synchrony;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Turns a stance into actions: every facet says what is desired minus what is observed, in the order of safety:
/// fence, lock, promise, postgres, then everything that only informs. At most one of them is consequential.
final class Planner {
    private static final List<BiFunction<World, Stance, List<Action>>> FACETS = List.of(
            Role::fence, Lock::actions, Promising::actions, Synchrony::actions, Role::actions, MemberKey::actions, Configuration::actions, Slots::actions, ClusterKeys::actions,
            Requests::actions);

    private Planner() {}

    static List<Action> plan(World world, Stance stance) {
        var plan = new ArrayList<Action>();
        for (var facet : FACETS) plan.addAll(facet.apply(world, stance));
        return plan;
    }
}
