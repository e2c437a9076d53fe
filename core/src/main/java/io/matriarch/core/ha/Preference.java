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

/// The tag `failover_priority` where the preferred member lacks a little of the WAL that another standby has: it streams that from there, and then leads. What is remembered of
/// it, and who goes on when; who is preferred says [ByPriority]. In `failsafe_mode` everybody whom the `failsafe` key names is preferred to a member that it does not name: that one may
/// not lead, whatever it has.
///
/// Nobody holds the lock meanwhile. Taking it first and streaming then, as a candidate that asks for promises does ([Candidacy]), would cost a whole lease whenever the preferred member
/// died over it. So the one that is ahead just waits, as it does among equals, and for a preferred member that dies no longer than until it does not answer.
///
/// It waits by its own clock, which nobody can hold up, once for each time without a leader, from the first look at which the preferred member could have begun. The preferred one
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
    /// Enough to connect and to stream what a failover may lose. With a short ttl half of that: little beside the time that has passed without a leader already.
    Duration LONGEST = Duration.ofSeconds(5);

    /// This member is preferred and another has more WAL, and there is time for it still.
    static boolean fetches(World w) {
        return source(w).isPresent();
    }

    /// Whom the preferred member streams from.
    static Optional<Member> source(World w) {
        return applies(w) && of(w) instanceof Fetches(var since, var from, var goal) && goal.isAfter(LeaderRace.end(w)) && patient(since, w) ? Optional.of(w.cluster().member(from)) : Optional.empty();
    }

    /// A preferred member lacks a little of what this one has, and there is time for it still.
    static boolean anotherFetches(World w) {
        return applies(w) && ByPriority.anotherLacks(w) && patient(since(of(w), w), w);
    }

    /// With one more look.
    static Preference of(World w) {
        var before = w.memory().preference();
        if (w.lock() instanceof LeaderLock.Held) return NONE;
        if (!applies(w)) return before;
        return ByPriority.furthest(w).<Preference>map(ahead -> fetching(before, ahead, w)).orElse(before instanceof None && ByPriority.anotherLacks(w) ? new Waits(w.now()) : before);
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
        var half = w.config().timing().ttl().dividedBy(2);
        return w.now().isBefore(since.plus(half.compareTo(LONGEST) < 0 ? half : LONGEST));
    }

    private static boolean applies(World w) {
        return nobodyLeads(w) && w.runningStandby() && !Vow.inForce(w) && !StandbyLeader.inForce(w) && slotsAreKept(w) && !LeaderRace.lastLeaderMayLive(w);
    }

    /// As far as etcd says anything.
    private static boolean nobodyLeads(World w) {
        return w.dcs() instanceof DcsView.Reachable && w.lock() instanceof LeaderLock.Absent && !w.config().paused();
    }

    /// By those that may lead, for each other: a preferred member streams by its own. Without one it would go on without one when the other leads, and that which is made for it then
    /// would keep WAL for ever.
    private static boolean slotsAreKept(World w) {
        return !w.config().useSlots() || !w.config().memberSlotsTtl().isZero();
    }
}
