package io.matriarch.core.ha.sync;

import io.matriarch.core.ha.sync.InForce.Doubt;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SyncState;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every state and every wish of a leader `e` with up to four standbys.
/// Names mean nothing to the resolver, so of all states that differ in names alone one is taken: each standby is a word of four bits (is it
/// voter, named, caught up, wished?), and the words come in order.
final class EveryState {
    static final MemberName ME = new MemberName("e");

    /// Four unless told otherwise: fewer while working.
    private static final int STANDBYS = Integer.getInteger("sync.standbys", 4);

    private EveryState() {}

    /// A leader whose key it is.
    static void claimed(BiConsumer<InForce, Wish> each) {
        words(STANDBYS, (voters, named, caughtUp, wished) -> each(voters, named, caughtUp, wished, "e", each));
    }

    /// A leader just elected: the key is of `d`, which may follow by now, and `e` may be one of its voters.
    static void elected(BiConsumer<InForce, Wish> each) {
        for (var bits = 0; bits < 16; bits++) {
            int own = (bits & 1) << 4, d = bits >> 1;
            words(STANDBYS - 1, (voters, named, caughtUp, wished) -> each(voters | own, named | (d & 1) << 3, caughtUp | (d >> 1 & 1) << 3, wished | (d >> 2 & 1) << 3, "d", each));
        }
    }

    private static void each(int voters, int named, int caughtUp, int wished, String leader, BiConsumer<InForce, Wish> each) {
        for (var votes : votes(voters))
            for (var names : names(named))
                for (var wish : wishes(wished))
                    each.accept(new InForce(ME, key(leader, votes), names, Holders.set(caughtUp), Past.COVERED, Doubt.NOTHING), wish);
    }

    static SyncState key(String leader, Votes votes) {
        return new SyncState.On(leader, votes.voters().names(), votes.quorum(), 1);
    }

    /// All counts, with one more than there are voters: then nobody can be elected.
    private static List<Votes> votes(int voters) {
        return IntStream.rangeClosed(1, Integer.bitCount(voters) + 1).mapToObj(r -> new Votes(Holders.set(voters), r)).toList();
    }

    private static List<StandbyNames> names(int named) {
        var set = Holders.set(named);
        if (named == 0) return List.of(new StandbyNames.None(), new StandbyNames.Blocking());
        return IntStream.rangeClosed(1, set.size()).boxed().<StandbyNames>mapMulti((n, out) -> {
            out.accept(new StandbyNames.Quorum(n, set));
            out.accept(new StandbyNames.Priority(n, set.names()));
        }).toList();
    }

    private static List<Wish> wishes(int wished) {
        var set = Holders.set(wished);
        if (wished == 0) return List.of(new Wish.Asynchronous(new StandbyNames.None()), new Wish.Nobody(), new Wish.Block());
        return Stream.<Wish>concat(Stream.of(new Wish.All(set)), IntStream.rangeClosed(1, set.size()).mapToObj(n -> new Wish.AnyOf(n, set))).toList();
    }

    private interface Words {
        void accept(int voters, int named, int caughtUp, int wished);
    }

    private static void words(int standbys, Words each) {
        for (var words = 0; words < 1 << 4 * standbys; words++) {
            var sets = new int[4];
            var ordered = true;
            for (var one = 0; one < standbys; one++) {
                var word = words >> 4 * one & 15;
                ordered &= one == 0 || (words >> 4 * (one - 1) & 15) <= word;
                for (var set = 0; set < 4; set++) sets[set] |= (word >> set & 1) << one;
            }
            if (ordered) each.accept(sets[0], sets[1], sets[2], sets[3]);
        }
    }
}
