package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Following;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.WantedSlots;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Slot;
import io.matriarch.core.view.WalPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes the slots that are wanted here ([WantedSlots]), moves those that nobody receives from up to where their owners are, and drops what is certainly
/// of no more use: a member's that must not be here, or has been gone for `member_slots_ttl`, and a permanent one that was taken out of the configuration. A slot that
/// nobody speaks of stays, wherever it is: whose it is, the agent does not know (Patroni drops it). Logical ones come to a standby by [io.matriarch.core.ha.SlotCopy].
///
/// Longer than most: each kind of slot has its own ways to come and go.
public final class Slots {
    private Slots() {}

    public static List<Action> actions(World w, Stance stance) {
        if (w.job().busy() || w.config().paused() || !(w.postgres() instanceof Running r) || !(w.lock() instanceof LeaderLock.Held)) return List.of();
        if (StandbyLeader.leads(w)) return all(w, r);
        if (r.primary()) return w.holdsLock() ? all(w, r) : List.of();
        var settled = stance instanceof Stance.Follow && !w.holdsLock() && (r.replication().streaming() || Following.of(w) instanceof Following.Archive);
        return settled ? all(w, r) : List.of();
    }

    private static List<Action> all(World w, Running r) {
        var actions = new ArrayList<Action>();
        var drop = toDrop(w, r);
        var create = toCreate(w, r).stream().filter(name -> !drop.contains(name)).toList();
        var advance = toAdvance(w, r);
        if (!drop.isEmpty()) actions.add(new Action.DropSlots(drop));
        if (!create.isEmpty()) actions.add(new Action.CreateSlots(create));
        if (r.primary() && !logicalToCreate(w, r).isEmpty()) actions.add(new Action.CreateLogicalSlots(logicalToCreate(w, r)));
        if (!advance.isEmpty()) actions.add(new Action.AdvanceSlots(advance));
        return actions;
    }

    // ---- physical slots come and go

    /// A lost one is in the way of a new one, and goes when that is made. What is missing of members that are away is not made on the leader: their WAL has gone.
    private static List<String> toCreate(World w, Running r) {
        var there = Slot.names(r.facts().slots(), _ -> true);
        return WantedSlots.physical(w).keySet().stream().filter(name -> !there.contains(name)).toList();
    }

    private static List<String> toDrop(World w, Running r) {
        var wanted = new HashSet<>(WantedSlots.physical(w).keySet());
        WantedSlots.logical(w).forEach(slot -> wanted.add(slot.name()));
        if (r.primary() || keepsForMembers(w)) WantedSlots.awaited(w).forEach(name -> wanted.add(name.slotName()));
        return r.facts().slots().stream().filter(s -> !s.active() && !w.config().ignores(s) && !receives(s.name(), r))
                .filter(s -> wanted.contains(s.name()) ? useless(s, w, r) : known(s, w)).map(Slot::name).sorted().toList();
    }

    /// Made anew in the next tick: on a standby what holds back dead rows for one that received from it when it led; and what keeps no WAL.
    private static boolean useless(Slot slot, World w, Running r) {
        if (slot.logical()) return !r.primary() && slot.lost();
        var serves = WantedSlots.physical(w).getOrDefault(slot.name(), WantedSlots.UNKNOWN).served();
        return !slot.lost() && (!slot.position().known() || slot.pinned() && !r.primary() && !serves);
    }

    /// Whether the agent knows whose it is: a member's, also of one that is gone, or one that was permanent.
    private static boolean known(Slot slot, World w) {
        var members = w.cluster().members().stream().map(m -> m.name()).toList();
        var ours = slot.physical() && (named(slot, members) || named(slot, w.memory().recent().gone().keySet()) && !w.config().memberSlotsTtl().isZero());
        return ours || w.memory().recent().retired().contains(slot.name());
    }

    private static boolean named(Slot slot, Iterable<MemberName> names) {
        for (var name : names) if (name.slotName().equals(slot.name())) return true;
        return false;
    }

    /// Only its agent may be away.
    private static boolean receives(String slot, Running r) {
        return r.replication().followers().stream().anyMatch(f -> new MemberName(f.application()).slotName().equals(slot));
    }

    // ---- logical slots

    private static List<PermanentSlot.Logical> logicalToCreate(World w, Running r) {
        var there = Slot.names(r.facts().slots(), _ -> true);
        return WantedSlots.logical(w).stream().filter(slot -> !there.contains(slot.name())).toList();
    }

    // ---- moved up

    /// Of those that nobody receives from here. On the leader only what hangs behind another standby: WAL waits for everybody else. Positions of two timelines do
    /// not compare.
    private static Map<String, WalPosition> toAdvance(World w, Running r) {
        var to = new TreeMap<String, WalPosition>();
        var published = w.cluster().status().timeline();
        if (!r.primary() && published.known() && !published.equals(r.timeline())) return to;
        var wanted = WantedSlots.physical(w);
        for (var slot : r.facts().slots()) {
            var at = slot.logical() ? logicalAt(slot, w, r) : physicalAt(wanted.getOrDefault(slot.name(), WantedSlots.UNKNOWN), w, r);
            if (!slot.active() && !slot.lost() && at.isAfter(slot.position()) && !at.isAfter(r.end()) && slot.position().known()) to.put(slot.name(), at);
        }
        if (r.primary()) to.keySet().removeIf(name -> w.cluster().others(w.me()).stream().noneMatch(m -> m.name().slotName().equals(name)));
        return to;
    }

    private static WalPosition physicalAt(WantedSlots.Physical wanted, World w, Running r) {
        var waits = wanted.served() && (r.primary() || StandbyLeader.leads(w));
        return waits ? WalPosition.ZERO : wanted.at();
    }

    private static WalPosition logicalAt(Slot slot, World w, Running r) {
        var ours = !r.primary() && WantedSlots.logical(w).stream().anyMatch(wanted -> wanted.name().equals(slot.name()));
        return ours ? w.cluster().status().slots().getOrDefault(slot.name(), WalPosition.ZERO) : WalPosition.ZERO;
    }

    // ---- told to the others

    /// What the leader publishes of its slots, and of its own place; what was published stays until somebody leads.
    static Map<String, WalPosition> published(World w) {
        if (!(w.postgres() instanceof Running r) || !(r.primary() || StandbyLeader.leads(w))) return w.cluster().status().slots();
        var permanent = w.config().permanentSlots().stream().map(PermanentSlot::name).toList();
        var slots = new TreeMap<String, WalPosition>();
        for (var slot : r.facts().slots()) if (!slot.lost() && slot.position().known() && (keepsForMembers(w) || permanent.contains(slot.name()))) slots.put(slot.name(), slot.position());
        if (keepsForMembers(w)) slots.put(w.me().slotName(), r.end());
        return slots;
    }

    /// The slots of members, also of those that are away, for as long as they are kept.
    static List<String> retained(World w) {
        if (!(w.postgres() instanceof Running r) || !(r.primary() || StandbyLeader.leads(w))) return w.cluster().status().retained();
        if (!keepsForMembers(w)) return List.of();
        var permanent = w.config().permanentSlots().stream().map(PermanentSlot::name).toList();
        var names = new ArrayList<>(WantedSlots.physical(w).keySet());
        WantedSlots.awaited(w).map(MemberName::slotName).filter(Slot.names(r.facts().slots(), Slot::physical)::contains).forEach(names::add);
        return names.stream().filter(name -> !permanent.contains(name)).distinct().sorted().toList();
    }

    private static boolean keepsForMembers(World w) {
        return w.config().useSlots() && !w.config().memberSlotsTtl().isZero();
    }
}
