package io.matriarch.core.ha;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport.Answered;
import java.util.Comparator;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

/// Who would lead if it had the WAL that another has, by the tag `failover_priority` or because the other may not, as predicates over one World ([Preference]). Both come to the same by what
/// they say of themselves.
final class ByPriority {
    private ByPriority() {}

    /// Whom this member would stream from: the furthest of those with more WAL, when it comes before each of them, and nobody who would do the same before it.
    static Optional<Entry<MemberName, Answered>> furthest(World w) {
        var ahead = answering(w).filter(p -> LeaderRace.couldLeadIfNamed(p.getKey(), p.getValue(), w) && LeaderRace.ahead(p.getValue(), w)).toList();
        return isPreferred(w) && ahead.stream().allMatch(p -> sameTimeline(p, w) && comesBefore(p, w)) ? ahead.stream().max(Comparator.comparing(p -> p.getValue().position())) : Optional.empty();
    }

    /// Before one that the `failsafe` key does not name comes everybody whom it names: what only that one has would be lost with it.
    private static boolean comesBefore(Entry<MemberName, Answered> p, World w) {
        return priority(p) < mine(w) || FailsafeMode.keptOut(p.getKey(), w);
    }

    private static boolean isPreferred(World w) {
        return !w.diskUnfit() && !w.node().tags().noStream() && w.request().allows(w.me()) && !LeaderRace.letGo(w.me(), w) && others(w).noneMatch(p -> priority(p) > mine(w) && wouldFetch(p, w));
    }

    /// A member that comes before this one has less WAL.
    static boolean anotherLacks(World w) {
        return others(w).anyMatch(p -> priority(p) > mine(w) && wouldFetch(p, w) && LeaderRace.end(w).isAfter(p.getValue().position()));
    }

    /// Patroni does not, nor one to which nothing streams; what is on another timeline is another history.
    private static boolean wouldFetch(Entry<MemberName, Answered> p, World w) {
        return sameTimeline(p, w) && LeaderRace.mayFollow(p.getValue(), w) && !p.getValue().tags().noStream() && w.request().allows(p.getKey()) && !LeaderRace.letGo(p.getKey(), w)
                && !w.cluster().member(p.getKey()).patroni();
    }

    private static Stream<Entry<MemberName, Answered>> others(World w) {
        return answering(w).filter(p -> LeaderRace.couldLead(p.getKey(), p.getValue(), w));
    }

    private static Stream<Entry<MemberName, Answered>> answering(World w) {
        return w.peers().entrySet().stream().flatMap(p -> p.getValue() instanceof Answered a ? Stream.of(Map.entry(p.getKey(), a)) : Stream.of());
    }

    private static boolean sameTimeline(Entry<MemberName, Answered> p, World w) {
        return p.getValue().timeline().equals(LeaderRace.timeline(w));
    }

    private static int priority(Entry<MemberName, Answered> p) {
        return p.getValue().tags().failoverPriority();
    }

    private static int mine(World w) {
        return w.node().tags().failoverPriority();
    }
}
