package io.matriarch.core.ha;

import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.WalPosition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Which slots this node's server should have, as the contract says (1.3.2, 3.9). A member's slot is wanted on whoever leads and, unless `member_slots_ttl` is
/// zero, on everybody who may lead next: so a failover finds them, with the WAL that their owners still need.
public final class WantedSlots {
    private WantedSlots() {}

    /// A physical slot: where its owner is, as far as anybody says (zero: nobody does); and whether its owner is to receive from here, so that the slot moves by itself while it does.
    public record Physical(WalPosition at, boolean served) {}

    /// Of one that nobody wants.
    public static final Physical UNKNOWN = new Physical(WalPosition.ZERO, false);

    public static Map<String, Physical> physical(World w) {
        var wanted = new TreeMap<String, Physical>();
        if (keepsForNextLeader(w)) for (var slot : w.cluster().status().retained()) wanted.put(slot, new Physical(published(slot, w), false));
        if (w.config().useSlots()) members(w).forEach(m -> wanted.put(m.name().slotName(), new Physical(position(m, w), served(m, w))));
        if (mayKeep(w)) permanent(w).filter(PermanentSlot.Physical.class::isInstance).forEach(slot -> wanted.putIfAbsent(slot.name(), new Physical(published(slot.name(), w), false)));
        wanted.remove(w.me().slotName());
        return wanted;
    }

    /// Of a name that is a member's nobody else may be.
    public static List<PermanentSlot.Logical> logical(World w) {
        if (!mayKeep(w) || w.node().tags().noStream() || StandbyLeader.inForce(w)) return List.of();
        var taken = w.cluster().members().stream().map(m -> m.name().slotName()).toList();
        return permanent(w).filter(slot -> !taken.contains(slot.name())).flatMap(slot -> slot instanceof PermanentSlot.Logical logical ? Stream.of(logical) : Stream.of()).toList();
    }

    private static Stream<PermanentSlot> permanent(World w) {
        return w.config().permanentSlots().stream();
    }

    private static boolean leads(World w) {
        return w.runningPrimary() || StandbyLeader.leads(w);
    }

    /// Whoever never leads keeps what it serves, and no more.
    private static boolean mayKeep(World w) {
        return leads(w) || !w.node().tags().noFailover();
    }

    private static boolean keepsForNextLeader(World w) {
        return !leads(w) && mayKeep(w) && w.config().useSlots() && !w.config().memberSlotsTtl().isZero();
    }

    private static Stream<Member> members(World w) {
        return w.cluster().others(w.me()).stream().filter(m -> !m.tags().noStream() && (leads(w) || served(m, w) || keepsForNextLeader(w)));
    }

    /// Whether it is to receive from here, by its tags.
    private static boolean served(Member m, World w) {
        var from = m.tags().replicateFrom();
        var elsewhere = !from.value().isEmpty() && !from.equals(m.name()) && w.cluster().hasMember(from);
        return elsewhere ? from.equals(w.me()) : leads(w);
    }

    /// Up to where its owner has received. Patroni before 4.0 publishes no slots of members; and who receives from another standby, or should, says so only itself.
    private static WalPosition position(Member m, World w) {
        var published = published(m.name().slotName(), w);
        return leads(w) || served(m, w) || !published.known() ? own(m, w) : published;
    }

    /// As it says itself. Positions of two timelines do not compare.
    private static WalPosition own(Member m, World w) {
        return w.postgres() instanceof Running r && m.timeline().equals(r.timeline()) ? m.position() : WalPosition.ZERO;
    }

    private static WalPosition published(String slot, World w) {
        return w.cluster().status().slots().getOrDefault(slot, WalPosition.ZERO);
    }

    /// Members that are away, for no longer than their slots are kept for them.
    public static Stream<MemberName> awaited(World w) {
        var ttl = w.config().memberSlotsTtl();
        return w.memory().recent().gone().entrySet().stream().filter(gone -> ttl.isZero() || gone.getValue().until(w.now()).compareTo(ttl) < 0).map(Map.Entry::getKey);
    }
}
