package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What must hold after every event, and at the moments that servers report. A breach is an [AssertionError] that says what.
/// Longer than most: it is every promise of safety.md section 1 that the simulation checks, in one place.
final class Invariants {
    private static final Duration LONG_UNDISTURBED = Duration.ofSeconds(6);
    private final EventQueue queue;
    private final Map<Integer, Wal> timelines = new HashMap<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Map<MemberName, Moment> disturbed = new TreeMap<>();
    private final Map<MemberName, Moment> writableUntil = new TreeMap<>();
    /// The longest ttl that was in force.
    Duration ttl = Duration.ZERO;
    /// What a failover may lose, in bytes, beside what was written last.
    long allowedLag = 1 << 20;
    /// Operators may ask for what loses rows, and take our hands off.
    boolean operatorForces;
    boolean handsOff;
    long lost;
    Predicate<MemberName> wellAgent = _ -> true;

    private record Acknowledged(Wal row, Moment at, MemberName by) {}

    Invariants(EventQueue queue) {
        this.queue = queue;
    }

    /// Something was just done to this node, or has just ended.
    void disturb(MemberName name) {
        disturbed.put(name, queue.now());
    }

    void acknowledge(SimServer server, Wal row) {
        acknowledged.add(new Acknowledged(row, queue.now(), server.name));
    }

    /// After every event.
    void check(Map<MemberName, SimServer> servers) {
        var writable = 0;
        for (var server : servers.values()) {
            if (!server.writable()) continue;
            writable++;
            writableUntil.put(server.name, queue.now());
            if (server.guardian.end().isBefore(server.box.now().minus(Duration.ofMillis(1)))) breach(server.name + " is writable after its hard deadline");
        }
        if (writable > 1) breach("two writable servers: " + servers.values().stream().filter(SimServer::writable).map(s -> s.name).toList());
    }

    /// A timeline's number belongs to one history.
    void promoted(SimServer server) {
        var other = timelines.putIfAbsent(server.timeline, server.wal);
        if (other != null) breach("timeline " + server.timeline + " made a second time, by " + server.name);
    }

    void becameWritable(SimServer server) {
        if (!handsOff && server.guardian.end().nanos() == Long.MAX_VALUE) breach(server.name + " became writable without a permit");
        while (!acknowledged.isEmpty() && !acknowledged.getLast().row().within(server.wal)) judge(acknowledged.removeLast(), server);
    }

    /// A row that the new primary does not have.
    private void judge(Acknowledged row, SimServer server) {
        lost++;
        if (operatorForces) return;
        for (var other : server.all.values()) {
            if (other != server && other.running() && other.standby && !other.stopping && row.row().within(other.wal) && undisturbed(other) && undisturbed(server) && wellAgent.test(other.name))
                breach(server.name + " leads without a row that " + other.name + " has");
        }
        var end = writableUntil.getOrDefault(row.by(), row.at());
        var recent = row.at().until(end).compareTo(ttl) <= 0;
        if (!recent && row.row().end().ahead(server.wal.end()) > allowedLag)
            breach(server.name + " leads without a row that was acknowledged " + row.at().until(end) + " before the end of " + row.by());
    }

    private boolean undisturbed(SimServer server) {
        return server.network.well(server.name) && disturbed.getOrDefault(server.name, new Moment(0)).plus(LONG_UNDISTURBED).isBefore(queue.now());
    }

    /// A copy that receives what does not continue its own history is corrupt, and nothing tells.
    void received(SimServer server, Wal sent) {
        if (!server.wal.within(sent)) breach(server.name + " follows a history that is not its own, on timeline " + server.timeline);
    }

    /// `target` is about to become a copy of `source`.
    void overwritten(SimServer target, SimServer source) {
        if (acknowledged.isEmpty()) return;
        var newest = acknowledged.getLast().row();
        if (!newest.within(target.wal)) return;
        var elsewhere = target.all.values().stream().anyMatch(s -> s != target && s.phase != SimServer.Phase.NO_DATA && s.phase != SimServer.Phase.HALF_DONE && newest.within(s.wal));
        if (!elsewhere) breach(target.name + " held the only good copy and is overwritten from " + source.name);
    }

    void breach(String what) {
        throw new AssertionError(what);
    }
}
