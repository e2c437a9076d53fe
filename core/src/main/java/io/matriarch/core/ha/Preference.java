package io.matriarch.core.ha;

import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PeerReport.Answered;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The tag `failover_priority` where the preferred member lacks a little of the WAL that another standby has: it streams that from there, and then leads. It is remembered how that
/// stands.
///
/// Nobody holds the lock meanwhile. Taking it first and streaming then, as a candidate that asks for promises does ([Candidacy]), would cost a whole lease whenever the preferred member
/// died over it. So the one that is ahead just waits, as it does among equals, and for a preferred member that dies no longer than until it does not answer.
///
/// It waits by its own clock, which nobody can hold up: [#patience], once for each time without a leader, from the first look at which the preferred member could have begun. The preferred one
/// does not race without what it was seen to lack for as long: that the other did not answer one look is no reason to lose its WAL. An agent that starts again knows nothing of
/// this, but waits for the last leader's permit anew, too.
///
/// Not where commits are synchronous, for there the voters decide; nor in a standby cluster, where nothing is lost.
public sealed interface Preference {
    /// Somebody leads, or nobody is waited for.
    record None() implements Preference {}

    /// A preferred member lacks what this one has, since then.
    record Waits(Moment since) implements Preference {}

    /// This preferred member lacks what `from` had, up to `goal`.
    record Fetches(Moment since, MemberName from, WalPosition goal) implements Preference {}

    None NONE = new None();

    /// Enough to connect and to stream what a failover may lose, and little beside the ttl that has passed without a leader already.
    private static Duration patience(World w) {
        var half = w.config().timing().ttl().dividedBy(2);
        return half.compareTo(LONGEST) < 0 ? half : LONGEST;
    }

    Duration LONGEST = Duration.ofSeconds(5);

    /// This member is preferred and another has more WAL, which it can still wait for.
    static boolean fetches(World w) {
        return source(w).isPresent();
    }

    /// Whom the preferred member streams from.
    static Optional<Member> source(World w) {
        return applies(w) && of(w) instanceof Fetches(var since, var from, var goal) && goal.isAfter(LeaderRace.end(w)) && patient(since, w) ? Optional.of(w.cluster().member(from)) : Optional.empty();
    }

    /// A preferred member lacks a little of what this one has, and there is time for it still.
    static boolean anotherFetches(World w) {
        return applies(w) && anotherLacks(w) && patient(since(of(w), w), w);
    }

    /// With one more look.
    static Preference of(World w) {
        var before = w.memory().preference();
        if (w.lock() instanceof LeaderLock.Held) return NONE;
        if (!applies(w)) return before;
        return furthest(w).<Preference>map(p -> fetching(before, p, w)).orElse(before instanceof None && anotherLacks(w) ? new Waits(w.now()) : before);
    }

    /// Who had most is not forgotten when it does not answer.
    private static Preference fetching(Preference before, Map.Entry<MemberName, Answered> ahead, World w) {
        return before instanceof Fetches f && f.goal.isAfter(ahead.getValue().position()) ? f : new Fetches(since(before, w), ahead.getKey(), ahead.getValue().position());
    }

    private static Moment since(Preference before, World w) {
        return switch (before) {
            case None _ -> w.now();
            case Waits(var since) -> since;
            case Fetches(var since, _, _) -> since;
        };
    }

    private static boolean patient(Moment since, World w) {
        return w.now().isBefore(since.plus(patience(w)));
    }

    /// As far as etcd says anything.
    private static boolean nobodyLeads(World w) {
        return w.dcs() instanceof DcsView.Reachable && w.lock() instanceof LeaderLock.Absent;
    }

    /// By a slot of its own, which those that may lead keep for each other; without one, WAL would be kept for it for ever once the other leads.
    private static boolean applies(World w) {
        return nobodyLeads(w) && !w.config().paused() && w.runningStandby() && !Vow.inForce(w) && !StandbyLeader.inForce(w) && !LeaderRace.lastLeaderMayLive(w)
                && (!w.config().useSlots() || !w.config().memberSlotsTtl().isZero());
    }

    /// The furthest of those that would go first by their WAL, when this member would by its priority.
    private static Optional<Map.Entry<MemberName, Answered>> furthest(World w) {
        var preferred = !w.diskUnfit() && !w.node().tags().noStream() && w.request().allows(w.me()) && !LeaderRace.letGo(w.me(), w) && others(w).noneMatch(p -> higher(p.getValue(), w) && fetchesToo(p, w));
        var ahead = others(w).filter(p -> isAhead(p.getValue(), w)).toList();
        if (!preferred || !ahead.stream().allMatch(p -> sameTimeline(p.getValue(), w) && p.getValue().tags().failoverPriority() < priority(w))) return Optional.empty();
        return ahead.stream().max(Map.Entry.comparingByValue((a, b) -> a.position().compareTo(b.position())));
    }

    private static boolean anotherLacks(World w) {
        return others(w).anyMatch(p -> higher(p.getValue(), w) && fetchesToo(p, w) && LeaderRace.end(w).isAfter(p.getValue().position()));
    }

    /// Whether it would lead, and stream what it lacks before, for all that can be seen from here.
    private static boolean fetchesToo(Map.Entry<MemberName, Answered> p, World w) {
        return sameTimeline(p.getValue(), w) && LeaderRace.mayFollow(p.getValue(), w) && !p.getValue().tags().noStream() && w.request().allows(p.getKey()) && !LeaderRace.letGo(p.getKey(), w)
                && !w.cluster().member(p.getKey()).patroni();
    }

    /// Those that could lead.
    private static Stream<Map.Entry<MemberName, Answered>> others(World w) {
        return w.peers().entrySet().stream().filter(p -> LeaderRace.couldLead(p.getKey(), p.getValue(), w)).map(p -> Map.entry(p.getKey(), (Answered) p.getValue()));
    }

    private static boolean isAhead(Answered peer, World w) {
        return LeaderRace.ahead(peer.timeline(), peer.position(), LeaderRace.timeline(w), LeaderRace.end(w));
    }

    private static boolean sameTimeline(Answered peer, World w) {
        return peer.timeline().equals(LeaderRace.timeline(w));
    }

    private static boolean higher(Answered peer, World w) {
        return peer.tags().failoverPriority() > priority(w);
    }

    private static int priority(World w) {
        return w.node().tags().failoverPriority();
    }
}
