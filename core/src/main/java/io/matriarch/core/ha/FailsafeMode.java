package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.Confirmation.Ground;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.Release;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `failsafe_mode`: a primary that cannot reach etcd goes on while every member that the `failsafe` key names confirms it within each window of its permit.
///
/// Why at most one writes: whoever takes the free leader key is named in the `failsafe` key of that moment, or the rule `not-in-failsafe` holds it. That key is
/// changed by the holder of the leader key only, so it says what this leader read last, or what it sent since: all of them are asked. Each that confirms has
/// heard the claim after the first question was sent, from which the permit counts; it waits a whole quarantine from then, as after a heartbeat; and it
/// confirms only when no attempt of its own to take the lock can still be under way. An attempt is guarded by the heartbeat that it was decided by, so it is dead
/// once another heartbeat was read. The answer is made on the loop's thread: a decision comes wholly before it, and is remembered, or wholly after, and waits.
public final class FailsafeMode {
    private FailsafeMode() {}

    // ---- the leader's side

    /// Whether this primary asks the members instead of etcd.
    public static boolean asks(World w) {
        return w.dcs() instanceof DcsView.Unreachable && w.config().failsafeMode() && !w.config().paused() && w.writable() && w.permitted()
                && w.permit() instanceof Permit.Until && ledByMe(w) && agreed(w);
    }

    /// As etcd had it last, on this process's own lease: what a former process of this agent sent may still be carried out.
    private static boolean ledByMe(World w) {
        var lease = w.memory().vouching().lease().id();
        var beat = w.memory().heartbeat();
        return w.memory().cluster().lock() instanceof LeaderLock.Held held && held.holder().equals(w.me()) && held.lease().equals(lease)
                && beat.by().equals(w.me()) && beat.lease().equals(lease);
    }

    /// Whatever the key says now, it is in force and names this member.
    private static boolean agreed(World w) {
        var possible = w.memory().vouching().possible();
        return !possible.isEmpty() && possible.stream().allMatch(members -> members.has(w.me().value()));
    }

    /// Whoever may be named by the key now, as it may be.
    public static List<Member> members(World w) {
        var all = new LinkedHashMap<String, Object>();
        w.memory().vouching().possible().forEach(members -> all.putAll(members.fields()));
        return new Failsafe(new Document(all), 0).others(w.me());
    }

    /// The permit is counted with the shortest ttl that somebody may wait by.
    public static LeaderClaim claim(World w) {
        var lease = w.memory().vouching().lease();
        var ttl = shorter(shorter(lease.ttl(), w.memory().heartbeat().ttl()), w.config().timing().ttl());
        var member = w.node().member();
        return new LeaderClaim(w.me(), lease.id(), ttl, new ClusterStatus(LeaderRace.reached(w), Map.of(), LeaderRace.reachedOn(w)), member.text("conn_url", ""), member.text("api_url", ""));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// What the key should say: everybody that etcd knows and this member, or nobody when the mode is off.
    public static Document wanted(World w) {
        if (!w.config().failsafeMode()) return Document.EMPTY;
        var members = new TreeMap<String, Object>();
        members.put(w.me().value(), w.node().member().text("api_url", ""));
        for (var member : w.cluster().members()) members.put(member.name().value(), member.apiUrl());
        return new Document(members);
    }

    // ---- the members' side

    /// What this member says to a leader's claim, by the facts as they are now. Pure: [Memory#confirming] remembers it.
    public static Confirmation answer(LeaderClaim claim, World w) {
        if (!w.config().failsafeMode()) return refused(Ground.OFF, "failsafe_mode is off");
        if (w.writable() || w.runningPrimary() || w.permitted() || becomesPrimary(w)) return refused(Ground.LEADS, "this member may be primary itself");
        if (!w.memory().cluster().failsafe().inForce() || w.memory().doubt().setBack()) return refused(Ground.UNKNOWN, "nobody who is not asked would be kept from leading: no failsafe key is known");
        if (!lastKnown(claim, w)) return refused(Ground.UNKNOWN, "it is not the leader that this member last knew of");
        if (w.memory().vouching().asked() == w.memory().heartbeat().revision()) return refused(Ground.UNKNOWN, "this member may have asked for the lock itself, and does not know what became of it");
        return Confirmation.ACCEPTED;
    }

    private static Confirmation refused(Ground ground, String because) {
        return new Confirmation.Refused(ground, because);
    }

    private static boolean becomesPrimary(World w) {
        return w.job() instanceof JobStatus.Running(var kind, _, _) && kind.makesPrimary();
    }

    /// By the last heartbeat, and nobody else is known to hold the key. Patroni writes no heartbeat: its leaders are known by the key alone.
    private static boolean lastKnown(LeaderClaim claim, World w) {
        var beat = w.memory().heartbeat();
        return switch (w.memory().cluster().lock()) {
            case LeaderLock.Held held when claim.lease().equals(LeaseId.NONE) -> held.holder().equals(claim.by()) && !beat.by().equals(claim.by());
            case LeaderLock.Held held -> held.holder().equals(claim.by()) && beat.by().equals(claim.by()) && beat.lease().equals(claim.lease());
            case LeaderLock.Absent _ -> !(w.memory().cluster().release() instanceof Release.Clean) && beat.by().equals(claim.by()) && beat.lease().equals(claim.lease())
                    && !claim.lease().equals(LeaseId.NONE);
        };
    }

    /// A leader that was confirmed here, or may have been confirmed by those who are in the key, may be primary.
    public static boolean notListed(World w) {
        return keptOut(w.me(), w);
    }

    static boolean keptOut(MemberName name, World w) {
        return w.cluster().failsafe().inForce() && !w.cluster().failsafe().lists(name);
    }

    // ---- what is shown

    /// Whether a leader counts on confirmations now: this one, or one that this member confirmed.
    public static boolean active(Memory memory, Moment now) {
        return now.isBefore(memory.vouching().vouched()) || now.isBefore(memory.vouching().kept());
    }

    /// Whether this member may not take the lock, held or not: it said so to a leader, or a leader may go on without asking it.
    static boolean binds(World w) {
        return confirmedLeaderMayLive(w) || notListed(w);
    }

    static boolean confirmedLeaderMayLive(World w) {
        return w.now().isBefore(w.memory().vouching().vouched());
    }
}
