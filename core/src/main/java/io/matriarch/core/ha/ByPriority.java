package io.matriarch.core.ha;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport.Answered;
import java.util.Comparator;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

/// Who would lead by the tag `failover_priority` if it had the WAL that another has, as predicates over one World ([Preference]). Both come to the same by what they say of themselves.
final class ByPriority {
    private ByPriority() {}

    /// Whom this member would stream from: the furthest of those with more WAL, when it comes before each of them, and nobody who would do the same before it.
    static Optional<Entry<MemberName, Answered>> furthest(World w) {
        var ahead = others(w).filter(p -> LeaderRace.ahead(p.getValue(), w)).toList();
        return isPreferred(w) && ahead.stream().allMatch(p -> sameTimeline(p, w) && priority(p) < mine(w)) ? ahead.stream().max(Comparator.comparing(p -> p.getValue().position())) : Optional.empty();
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
        return w.peers().entrySet().stream().filter(p -> LeaderRace.couldLead(p.getKey(), p.getValue(), w)).map(p -> Map.entry(p.getKey(), (Answered) p.getValue()));
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
