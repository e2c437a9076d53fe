package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Upstreams;
import java.util.Optional;

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

    /// Nobody leads: this one has WAL that a preferred member lacks ([Preference]).
    record Ahead(Member member) implements Following {}

    /// The tag names another, which is not fit.
    record LeaderInstead(Member leader, MemberName tagged, Unfit because) implements Following {
        /// For people.
        public String words() {
            return tagged + " " + because.text + ": the leader is followed instead";
        }
    }

    /// The tag `nostream`: WAL comes from the archive alone.
    record Archive() implements Following {}

    /// Why the standby that the tag names is not received from.
    enum Unfit {
        NO_MEMBER("is no member now"), NOT_RUNNING("is no running standby"), RECEIVES_NOTHING("receives nothing itself"), OTHER_TIMELINE("is not on the leader's timeline"),
        IN_A_CIRCLE("would receive from this member, in a circle"), COMMITS_WAIT("is not for a member that commits wait for, until the sync key names it no more"), TRIED_IN_VAIN("has sent nothing lately");

        private final String text;

        Unfit(String text) {
            this.text = text;
        }
    }

    /// By the tags, as etcd and the own configuration have them; while nobody leads, by the priority.
    static Following of(World w) {
        if (!(w.lock() instanceof LeaderLock.Held held) || held.holder().equals(w.me())) return Preference.source(w).<Following>map(Ahead::new).orElse(new Nobody());
        var tags = w.node().tags();
        if (tags.noStream()) return new Archive();
        var leader = w.cluster().member(held.holder());
        var wanted = tags.replicateFrom();
        if (wanted.value().isEmpty() || wanted.equals(w.me()) || wanted.equals(leader.name())) return new Leader(leader);
        var standby = w.cluster().member(wanted);
        return unfit(standby, leader, w).<Following>map(because -> new LeaderInstead(leader, wanted, because)).orElse(new Standby(standby));
    }

    private static Optional<Unfit> unfit(Member standby, Member leader, World w) {
        if (!w.cluster().hasMember(standby.name())) return Optional.of(Unfit.NO_MEMBER);
        if (!standby.running() || !standby.role().equals("replica") || !standby.endpoint().known()) return Optional.of(Unfit.NOT_RUNNING);
        if (!receives(standby) && !w.memory().cascade().tolerates(standby, w)) return Optional.of(Unfit.RECEIVES_NOTHING);
        if (leader.timeline().known() && !standby.timeline().equals(leader.timeline())) return Optional.of(Unfit.OTHER_TIMELINE);
        if (new Upstreams(leader.name(), w.cluster().members()).inCircle(w.me(), standby.name())) return Optional.of(Unfit.IN_A_CIRCLE);
        // Else commits would wait for this member until the leader has chosen another.
        if (w.cluster().sync() instanceof SyncState.On key && SyncMode.names(key, w.me())) return Optional.of(Unfit.COMMITS_WAIT);
        return w.memory().cascade().bars(standby.name(), w.now()) ? Optional.of(Unfit.TRIED_IN_VAIN) : Optional.empty();
    }

    /// Patroni says so since 3.0.4 only.
    static boolean receives(Member standby) {
        return standby.data().has("replication_state") || standby.patroni();
    }
}
