package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import java.util.Set;

/// Who may hold an acknowledged commit, as the `sync` key said when the candidate was given its term: a commit is acknowledged when `quorum` (k) of
/// the `voters` (N) have it on disk. Nobody can change it meanwhile, for each write of that key is guarded by the leader key.
///
/// `words` are those that run Patroni, promise nothing, and say that they have no more than the candidate. They count, as in Patroni: that they receive
/// nothing more rests on the former primary's being dead.
public record Electorate(Set<MemberName> voters, int quorum, Set<MemberName> words) {
    public Electorate(Set<MemberName> voters, int quorum) {
        this(voters, quorum, Set.of());
    }

    public Electorate {
        voters = Set.copyOf(voters);
        words = Set.copyOf(words);
        if (quorum < 1 || quorum > voters.size()) throw new IllegalArgumentException(quorum + " of " + voters.size() + " voters is no quorum");
    }

    /// How many promises leave fewer than k voters that have not promised: N - k + 1. So each k voters that ever confirmed a commit have one of
    /// those who promised among them, and no k are left to confirm another.
    public int needed() {
        return voters.size() - quorum + 1;
    }

    /// How many are missing when these have promised.
    int missing(Set<MemberName> promised) {
        return needed() - promised.size() - (int) words.stream().filter(voter -> voters.contains(voter) && !promised.contains(voter)).count();
    }
}
