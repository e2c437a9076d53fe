package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The leader keeps a physical slot for every other member, so that WAL waits for it. A standby that once led drops those it still
/// has: nobody receives from it, and they would keep its WAL for ever. So does the leader with that of a member that has been gone for
/// `member_slots_ttl`. Slots that are no member's are never touched.
public final class Slots {
    private Slots() {}

    public static List<Action> actions(World w, Stance stance) {
        if (w.job().busy() || w.config().paused() || !(w.postgres() instanceof PostgresState.Running r)) return List.of();
        if (StandbyLeader.leads(w)) return asLeader(w, r);
        if (r.primary()) return w.holdsLock() ? asLeader(w, r) : List.of();
        return w.lock() instanceof LeaderLock.Held && !w.holdsLock() && r.replication().streaming() ? left(w, r.facts().slots()) : List.of();
    }

    private static List<Action> left(World w, List<String> existing) {
        var names = w.cluster().members().stream().map(m -> m.name().slotName()).filter(existing::contains).distinct().toList();
        return names.isEmpty() ? List.of() : List.of(new Action.DropSlots(names));
    }

    private static List<Action> asLeader(World w, PostgresState.Running r) {
        List<Action> missing = w.config().useSlots() ? missing(w, r.facts().slots()) : List.of();
        return Stream.concat(missing.stream(), outlived(w, r).stream()).toList();
    }

    /// Of members that this agent has seen go. Not while somebody by that name receives: only its agent is away.
    private static List<Action> outlived(World w, PostgresState.Running r) {
        var ttl = w.config().memberSlotsTtl();
        if (ttl.isZero()) return List.of();
        var kept = w.cluster().members().stream().map(m -> m.name().slotName()).toList();
        var names = w.memory().recent().gone().entrySet().stream().filter(gone -> gone.getValue().until(w.now()).compareTo(ttl) >= 0).map(Map.Entry::getKey)
                .filter(name -> r.replication().followers().stream().noneMatch(f -> f.application().equals(name.value())))
                .map(MemberName::slotName).filter(slot -> !kept.contains(slot) && r.facts().slots().contains(slot)).distinct().toList();
        return names.isEmpty() ? List.of() : List.of(new Action.DropSlots(names));
    }

    private static List<Action> missing(World w, List<String> existing) {
        var names = w.cluster().others(w.me()).stream().map(m -> m.name().slotName()).filter(s -> !existing.contains(s)).distinct().toList();
        return names.isEmpty() ? List.of() : List.of(new Action.CreateSlots(names));
    }
}
