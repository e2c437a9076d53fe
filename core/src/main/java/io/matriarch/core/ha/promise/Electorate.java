package io.matriarch.core.ha.promise;

import io.matriarch.core.view.MemberName;
import java.util.Set;

/// Who may hold an acknowledged commit, as the `sync` key said when the candidate was given its term: a commit is acknowledged when `quorum` (k) of
/// the `voters` (N) have it on disk. Nobody can change it meanwhile, for each write of that key is guarded by the leader key.
public record Electorate(Set<MemberName> voters, int quorum) {
    public Electorate {
        voters = Set.copyOf(voters);
        if (quorum < 1 || quorum > voters.size()) throw new IllegalArgumentException(quorum + " of " + voters.size() + " voters is no quorum");
    }

    /// How many promises leave fewer than k voters that have not promised: N - k + 1. So each k voters that ever confirmed a commit have one of
    /// those who promised among them, and no k are left to confirm another.
    public int needed() {
        return voters.size() - quorum + 1;
    }
}
