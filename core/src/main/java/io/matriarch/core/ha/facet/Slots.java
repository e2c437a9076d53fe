package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.PostgresState;
import java.util.List;

/// The leader keeps a physical slot for every other member, so that WAL waits for it. Slots of others are never dropped here.
public final class Slots {
    private Slots() {}

    public static List<Action> actions(World w, Stance stance) {
        if (!w.holdsLock() || !w.config().useSlots() || w.job().busy()) return List.of();
        return w.postgres() instanceof PostgresState.Running r && r.primary() ? missing(w, r.facts().slots()) : List.of();
    }

    private static List<Action> missing(World w, List<String> existing) {
        var names = w.cluster().others(w.me()).stream().map(m -> m.name().slotName()).filter(s -> !existing.contains(s)).distinct().toList();
        return names.isEmpty() ? List.of() : List.of(new Action.CreateSlots(names));
    }
}
