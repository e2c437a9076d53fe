package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.SyncState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A cluster in which some members run Patroni. Where commits are synchronous they promise nothing, and are taken as Patroni takes them: the leader names them
/// when they stream, and an election counts what they say over REST.
///
/// What is weaker: such a voter may receive more after it has answered. It does not while the former primary is dead, and that rests on clocks.
public final class MixedCluster {
    private MixedCluster() {}

    /// Ours say on which timeline they wrote it.
    static boolean wrotePatroni(SyncState.On key) {
        return !key.timeline().known();
    }

    /// The other voters that promise nothing. One whose member key is gone is waited for as one of ours.
    static List<Member> voters(SyncState.On key, World w) {
        return w.cluster().others(w.me()).stream().filter(m -> m.patroni() && SyncMode.names(key, m.name())).toList();
    }

    /// Whom a candidate asks over REST, once all else has been done.
    static List<Member> toAsk(World w) {
        return SyncVoters.ask(w) instanceof SyncState.On key && Candidacy.waitsForVoters(w) ? voters(key, w) : List.of();
    }

    /// Those who answer that they have no more than this copy. Whoever does not say on which timeline says nothing.
    static Set<MemberName> words(SyncState.On key, World w) {
        return voters(key, w).stream().map(Member::name).filter(name -> w.peers().get(name) instanceof PeerReport.Answered a && a.timeline().known()
                && SyncVoters.votes(a, LeaderRace.timeline(w), LeaderRace.end(w))).collect(Collectors.toSet());
    }

    /// By whom it rests on clocks that no acknowledged commit is lost: they run Patroni, and lead, or may lead next. Nobody, where commits are not
    /// synchronous: there all rests on clocks.
    public static List<MemberName> onClocks(World w) {
        return Vow.inForce(w) ? w.cluster().members().stream().filter(m -> m.patroni() && takesPart(m, w)).map(Member::name).sorted().toList() : List.of();
    }

    private static boolean takesPart(Member m, World w) {
        var leads = w.lock() instanceof LeaderLock.Held held && held.holder().equals(m.name());
        var named = w.cluster().sync() instanceof SyncState.On key && (SyncMode.names(key, m.name()) || key.leader().equalsIgnoreCase(m.name().value()));
        return leads || named || ignoresTheKey(m, w);
    }

    /// Below 4.0 Patroni takes `quorum` for off, and may lead whoever is named, with whatever it has.
    private static boolean ignoresTheKey(Member m, World w) {
        return SyncMode.of(w.config().document()).kind() == SyncMode.Kind.QUORUM && !m.tags().noFailover() && m.data().text("version", "").matches("[0-3]\\..*");
    }
}
