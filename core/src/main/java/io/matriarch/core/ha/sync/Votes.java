package io.matriarch.core.ha.sync;

import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SyncState;

/// Whose promises an election needs besides the candidate's own data: any `promises` of `voters` (a voter that is the candidate counts as one).
/// The leader that the key names needs none: it has what it acknowledged.
public record Votes(NameSet voters, int promises) {
    /// Nobody but the leader of the key may be promoted.
    public static final Votes NOBODYS = new Votes(NameSet.NONE, 1);

    /// Patroni's `quorum` is the number of voters besides the candidate, so one less.
    public static Votes of(NameSet voters, int quorum) {
        return new Votes(voters, Math.max(0, quorum) + 1);
    }

    public int quorum() {
        return promises - 1;
    }

    /// Whether there are voters enough for anybody to be elected.
    public boolean electable() {
        return promises <= voters.size();
    }

    /// How many of `wanted` may be missing from an election; negative when all of them do not suffice.
    int spare(NameSet wanted) {
        return voters.within(wanted).size() - promises;
    }

    /// What the key says once `me` leads. Who leads has all that was acknowledged, and any `promises` of the voters that remain have it as before.
    /// The leader before has it too, since it was the one that acknowledged: it may take the place of the voter that now leads. Where one promise
    /// is enough it may not: alone it would speak for what is acknowledged from now on.
    static Votes under(MemberName me, SyncState.On key) {
        var voters = NameSet.of(key.standbys());
        var votes = of(voters.minus(NameSet.of(me.value())), key.quorum());
        var succeeded = voters.has(me) && !key.leader().equalsIgnoreCase(me.value()) && votes.promises > 1;
        return succeeded ? new Votes(votes.voters.plus(NameSet.of(key.leader())), votes.promises) : votes;
    }
}
