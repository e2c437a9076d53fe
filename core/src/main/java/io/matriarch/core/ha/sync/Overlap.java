package io.matriarch.core.ha.sync;

/// The arithmetic of "no acknowledged commit is lost": every set of standbys that a commit was acknowledged by meets every set of voters
/// whose promises suffice for an election. The leader is left out of both: it has every commit, and needs no promise.
final class Overlap {
    private Overlap() {}

    /// Whether that holds for commits acknowledged by `acks` and elections by `votes`.
    ///
    /// W acknowledge, R promise, and both choose from N = |names ∪ voters|. If W + R > N, two such sets cannot be disjoint: together they would
    /// need more than the N servers there are. If W + R <= N they can: give the acknowledgements to names that are no voters first and the
    /// promises to voters that are no names, and what is left of both fits into the common part. So this is exact, not only sufficient.
    static boolean holds(Acks acks, Votes votes) {
        return !acks.reachable() || !votes.electable() || acks.count() + votes.promises() > acks.names().plus(votes.voters()).size();
    }

    /// The smallest R for these voters: W + R > N solved for R. May be more than there are voters; then nobody can be elected.
    static int promises(Acks acks, NameSet voters) {
        return acks.reachable() ? Math.max(1, acks.names().plus(voters).size() - acks.count() + 1) : 1;
    }

    /// The smallest R of `voters` that meets the holders of every commit from before the names that are in force now.
    ///
    /// Each such commit is on all `caughtUp`, and (if the past is covered) on one at least of any `old.promises` of the old voters. R new voters
    /// meet its holders for certain when R exceeds those not caught up, so that one caught up is among them; or when, even with every
    /// newcomer that is not caught up among them, enough old voters remain to have been an election by the old votes.
    static int promisesForPast(Votes old, NameSet caughtUp, Past past, NameSet voters) {
        var behind = voters.minus(caughtUp);
        var byCaughtUp = behind.size() + 1;
        return switch (past) {
            case OPEN -> byCaughtUp;
            case COVERED -> Math.min(byCaughtUp, old.promises() + behind.minus(old.voters()).size());
        };
    }

    /// The smallest W of `names` with which these votes are safe, where the voters are among the names: W + R > N solved for W.
    static int acknowledgements(NameSet names, Votes votes) {
        return Math.max(1, names.size() - votes.promises() + 1);
    }
}
