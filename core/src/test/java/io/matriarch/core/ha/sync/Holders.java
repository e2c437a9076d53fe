package io.matriarch.core.ha.sync;

import java.util.stream.IntStream;

/// The oracle: sets of servers counted out one by one. Knows nothing of the resolver's arithmetic.
/// `a b c d` are bits 0 to 3 of a set, `e` is bit 4; `e` is always the leader that the resolver works for.
/// A family of sets (who may be all that has one commit) is an int too: bit `w` is there when the set `w` is in it.
final class Holders {
    private static final NameSet[] SETS = IntStream.range(0, 32).mapToObj(Holders::named).toArray(NameSet[]::new);
    /// By promises and voters: the family of sets that every election has one of.
    private static final int[][] MET = IntStream.range(0, 8).mapToObj(r -> IntStream.range(0, 32).map(v -> met(v, r)).toArray()).toArray(int[][]::new);

    private Holders() {}

    static NameSet set(int bits) {
        return SETS[bits];
    }

    static int bits(NameSet names) {
        var bits = 0;
        for (var name : names.names()) bits |= 1 << name.charAt(0) - 'a';
        return bits;
    }

    private static NameSet named(int bits) {
        return NameSet.of(IntStream.range(0, 5).filter(i -> (bits >> i & 1) == 1).mapToObj(i -> "abcde".substring(i, i + 1)).toList());
    }

    private static int met(int voters, int promises) {
        var family = 0;
        for (var w = 0; w < 32; w++) {
            var holders = w;
            if (IntStream.range(0, 32).filter(r -> (r & ~voters) == 0 && Integer.bitCount(r) == promises).allMatch(r -> (r & holders) != 0)) family |= 1 << w;
        }
        return family;
    }

    /// Whether every election by these votes, each set of `promises` voters, has somebody of each set of the family.
    static boolean met(int family, Votes votes) {
        return (family & ~MET[votes.promises()][bits(votes.voters())]) == 0;
    }

    /// Every set of standbys that may be all that acknowledged one commit under these names. No `*` here.
    static int acknowledgers(StandbyNames names) {
        return switch (names) {
            case StandbyNames.Blocking _ -> 0;
            case StandbyNames.None _, StandbyNames.Unreadable _ -> 1;
            case StandbyNames.Priority(int count, var list) -> choose(count, bits(NameSet.of(list)));
            case StandbyNames.Quorum(int count, var list) -> choose(count, bits(list));
        };
    }

    /// Every set that may be all standbys with a commit of before, given only that the votes were safe for it then, plus those who have it since.
    static int former(Votes votes, Past past, int since) {
        var before = past == Past.OPEN ? -1 : MET[votes.promises()][bits(votes.voters())];
        var family = 0;
        for (var w = 0; w < 32; w++) family |= (before >> w & 1) << (w | since);
        return family;
    }

    static boolean safe(StandbyNames names, Votes votes) {
        return met(acknowledgers(names), votes);
    }

    private static int choose(int count, int from) {
        var family = 0;
        for (var w = 0; w < 32; w++) if ((w & ~from) == 0 && Integer.bitCount(w) == count) family |= 1 << w;
        return family;
    }
}
