package io.matriarch.core.ha.sync;

import io.matriarch.core.ha.sync.SyncStep.Await;
import io.matriarch.core.ha.sync.SyncStep.SetNames;
import io.matriarch.core.ha.sync.SyncStep.WriteVotes;

/// The way from one pair of names and votes to another where both are asked for: the names at once if the present votes allow it, else votes
/// that are safe with both names, else names that are safe with both votes.
final class Passage {
    private Passage() {}

    static SyncStep step(InForce now, Wish wish) {
        if (!now.safe()) return new SetNames(allowed(now, wish.names()) ? wish.names() : joint(Acks.NOBODYS, now.votes(), wish));
        if (now.past() == Past.OPEN && !now.caughtUpCovers()) return new WriteVotes(truth(between(now, wish)));
        return now.names().equals(wish.names()) ? towardsVotes(now, wish) : towardsNames(now, wish);
    }

    /// Weaker names come after the votes that allow them.
    private static SyncStep towardsNames(InForce now, Wish wish) {
        if (allowed(now, wish.names())) return new SetNames(wish.names());
        var votes = between(now, wish);
        if (votes.electable()) return new WriteVotes(votes);
        var joint = joint(now.names().acks(), now.votes(), wish);
        return now.names().equals(joint) ? waiting(now, wish) : new SetNames(joint);
    }

    /// Fewer promises come after the names that allow them, as standbys catch up.
    private static SyncStep towardsVotes(InForce now, Wish wish) {
        if (wish.standbys().isEmpty() || now.votes().equals(wish.votes())) return SyncStep.SETTLED;
        var votes = between(now, wish);
        var better = votes.electable() && votes.spare(wish.standbys()) > now.votes().spare(wish.standbys());
        return better || votes.equals(wish.votes()) ? new WriteVotes(votes) : waiting(now, wish);
    }

    private static boolean allowed(InForce now, StandbyNames names) {
        return Overlap.holds(names.acks(), now.votes());
    }

    /// The key must not go on saying what is no longer so: if nobody else has all that was acknowledged, it says nobody.
    private static Votes truth(Votes votes) {
        return votes.electable() ? votes : Votes.NOBODYS;
    }

    /// The votes nearest to the wish that are safe with the names in force, with those wished, and for all that was acknowledged before.
    /// By [Wish.All] one promise is always enough (Patroni's nodes look no further): so each voter must be safe alone.
    private static Votes between(InForce now, Wish wish) {
        return switch (wish) {
            case Wish.AnyOf(int _, var standbys) -> new Votes(standbys, promises(now, wish, standbys));
            case Wish.All(var standbys) -> new Votes(standbys.only(one -> promises(now, wish, NameSet.of(one)) == 1), 1);
            case Wish.Block _, Wish.Nobody _, Wish.Asynchronous _ -> Votes.NOBODYS;
        };
    }

    private static int promises(InForce now, Wish wish, NameSet voters) {
        var present = Math.max(Overlap.promises(now.names().acks(), voters), Overlap.promises(wish.names().acks(), voters));
        return Math.max(present, Overlap.promisesForPast(now.votes(), now.caughtUp(), now.past(), voters));
    }

    /// Names of all who had, have or shall have a part, acknowledged by as many as the old votes need and the wished ones.
    private static StandbyNames joint(Acks old, Votes votes, Wish wish) {
        var names = old.names().plus(wish.standbys()).plus(votes.voters());
        var count = Math.max(old.count(), Math.max(Overlap.acknowledgements(names, votes), Overlap.acknowledgements(names, wish.votes())));
        return wish.naming(count, names);
    }

    private static SyncStep waiting(InForce now, Wish wish) {
        return new Await(wish.standbys().minus(now.caughtUp()));
    }
}
