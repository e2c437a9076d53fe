package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Upstreams;

/// Whom a standby receives from: the leader, or what its tags say instead (contract 4.7, "node to follow").
///
/// Nothing that is promised rests on a cascade. Its receiver ends for an election like any other, no commit waits for it while it receives from a standby
/// ([io.matriarch.core.ha.sync.SyncChoice]), and whether its copy fits is asked of the leader's server, never of its upstream's.
public sealed interface Following {
    /// Nobody else leads.
    record Nobody() implements Following {}

    record Leader(Member leader) implements Following {}

    /// The tag `replicatefrom` names this one, and it is fit.
    record Standby(Member member) implements Following {}

    /// The tag names another, which is not fit.
    record LeaderInstead(Member leader, String because) implements Following {}

    /// The tag `nostream`: WAL comes from the archive alone.
    record Archive() implements Following {}

    static Following of(World w) {
        if (!(w.lock() instanceof LeaderLock.Held held) || held.holder().equals(w.me())) return new Nobody();
        var tags = w.node().tags();
        if (tags.noStream()) return new Archive();
        var leader = w.cluster().member(held.holder());
        var wanted = tags.replicateFrom();
        if (wanted.value().isEmpty() || wanted.equals(w.me()) || wanted.equals(leader.name())) return new Leader(leader);
        var unfit = unfit(w.cluster().member(wanted), leader, w);
        return unfit.isEmpty() ? new Standby(w.cluster().member(wanted)) : new LeaderInstead(leader, unfit);
    }

    /// Why not from this standby; empty when it is fit.
    private static String unfit(Member standby, Member leader, World w) {
        if (!w.cluster().hasMember(standby.name())) return standby.name() + " is no member now";
        if (!standby.running() || !standby.role().equals("replica") || !standby.endpoint().known()) return standby.name() + " is no running standby";
        if (!receives(standby) && !w.memory().cascade().tolerates(standby, w)) return standby.name() + " receives nothing itself";
        if (leader.timeline().known() && !standby.timeline().equals(leader.timeline())) return standby.name() + " is not on the leader's timeline";
        if (new Upstreams(leader.name(), w.cluster().members()).inCircle(w.me(), standby.name())) return standby.name() + " would receive from this member, in a circle";
        // Else commits would wait for this member until the leader has chosen another.
        if (w.cluster().sync() instanceof SyncState.On key && SyncMode.names(key, w.me())) return "commits wait for this member, until the sync key names it no more";
        return w.memory().cascade().bars(standby.name(), w.now()) ? "nothing has come from " + standby.name() + " lately" : "";
    }

    /// Patroni says so since 3.0.4 only.
    static boolean receives(Member standby) {
        return standby.data().text("replication_state", "").equals("streaming") || standby.patroni();
    }
}
