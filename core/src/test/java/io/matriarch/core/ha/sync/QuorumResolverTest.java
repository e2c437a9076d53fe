package io.matriarch.core.ha.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.sync.InForce.Doubt;
import io.matriarch.core.ha.sync.SyncStep.Await;
import io.matriarch.core.ha.sync.SyncStep.DropKey;
import io.matriarch.core.ha.sync.SyncStep.SetNames;
import io.matriarch.core.ha.sync.SyncStep.Settled;
import io.matriarch.core.ha.sync.SyncStep.WriteVotes;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.SyncState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The order table in words. Votes are written `2 of a,b`: that many promises; the leader is `m`.
class QuorumResolverTest {
    @Test
    void modeOnComesOn() {
        assertThat(way("off", "", all("a"))).containsExactly("key 1 of nobody", "names a", "key 1 of a");
    }

    @Test
    void quorumModeComesOn() {
        assertThat(way("off", "", any(1, "a", "b"))).containsExactly("key 1 of nobody", "names ANY 1 (a,b)", "key 2 of a,b");
    }

    @Test
    void offDropsTheKeyFirst() {
        assertThat(way("2 of a,b", "ANY 1 (a,b)", new Wish.Asynchronous(new StandbyNames.None()))).containsExactly("no key", "names ");
    }

    @Test
    void aNewStandbyIsAVoterBeforeItMayBeTheOnlyOneToAcknowledge() {
        assertThat(way("2 of a,b", "ANY 1 (a,b)", any(1, "a", "b", "c"))).containsExactly("key 3 of a,b,c", "names ANY 1 (a,b,c)");
    }

    @Test
    void oneThatLeavesStopsAcknowledgingBeforeItStopsVoting() {
        assertThat(way("3 of a,b,c", "ANY 1 (a,b,c)", any(1, "a", "b"))).containsExactly("names ANY 1 (a,b)", "key 2 of a,b");
    }

    @Test
    void moreAcknowledgementsComeBeforeFewerPromises() {
        assertThat(way("3 of a,b,c", "ANY 1 (a,b,c)", any(2, "a", "b", "c"))).containsExactly("names ANY 2 (a,b,c)", "key 2 of a,b,c");
    }

    @Test
    void morePromisesComeBeforeFewerAcknowledgements() {
        assertThat(way("2 of a,b,c", "ANY 2 (a,b,c)", any(1, "a", "b", "c"))).containsExactly("key 3 of a,b,c", "names ANY 1 (a,b,c)");
    }

    @Test
    void aSynchronousStandbyIsExchangedWithSomebodyElectableAtEveryMoment() {
        assertThat(way("1 of a", "a", all("b"))).containsExactly("names 2 (a,b)", "key 1 of b", "names b");
    }

    @Test
    void oneOfTwoIsExchangedOverTheOneThatStays() {
        assertThat(way("1 of a,b", "2 (a,b)", all("a", "c"))).containsExactly("key 1 of a", "names 2 (a,c)", "key 1 of a,c");
    }

    @Test
    void allAreExchangedAtOnceOverNamesThatMeetBoth() {
        assertThat(way("2 of a,b", "ANY 1 (a,b)", any(1, "c", "d"))).containsExactly("names ANY 3 (a,b,c,d)", "key 2 of c,d", "names ANY 1 (c,d)");
    }

    @Test
    void onToQuorumAndBack() {
        assertThat(way("1 of a", "a", any(1, "a", "b"))).containsExactly("key 2 of a,b", "names ANY 1 (a,b)");
        assertThat(way("2 of a,b", "ANY 1 (a,b)", all("a"))).containsExactly("names a", "key 1 of a");
    }

    @Test
    void withNobodyLeftOnlyTheLeaderMayLeadBeforeCommitsGoOn() {
        assertThat(way("1 of a", "a", new Wish.Nobody())).containsExactly("key 1 of nobody", "names ");
    }

    @Test
    void strictWithNobodyLeftBlocksAndKeepsTheVoter() {
        assertThat(way("1 of a", "a", new Wish.Block())).containsExactly("names " + StandbyNames.PLACEHOLDER);
        assertThat(way("1 of a", StandbyNames.PLACEHOLDER, all("b"))).containsExactly("key 1 of b", "names b");
    }

    @Test
    void fewerPromisesWaitUntilTheStandbysHaveWhatIsOlderThanTheNames() {
        var now = now("3 of a,b,c", "ANY 2 (a,b,c)", "a", Doubt.NOTHING);
        assertThat(QuorumResolver.next(now, any(2, "a", "b", "c"))).isEqualTo(new Await(NameSet.of("b", "c")));
    }

    @Test
    void aHandEditIsReassertedFirstAndThenTheKeyNamesWhoHasCaughtUp() {
        var edited = now("2 of a,b,c", "", "a,b,c", Doubt.NOTHING);
        var wish = any(2, "a", "b", "c");
        assertThat(Past.COVERED.after(edited)).isEqualTo(Past.OPEN);
        assertThat(QuorumResolver.next(edited, wish)).isEqualTo(new SetNames(wish.names()));
        var reasserted = new InForce(edited.me(), edited.key(), wish.names(), NameSet.of("a"), Past.OPEN.after(edited), Doubt.NOTHING);
        assertThat(QuorumResolver.next(reasserted, wish)).isEqualTo(new WriteVotes(new Votes(wish.standbys(), 3)));
    }

    @Test
    void everybodyIsNobodyWhoCanBeCounted() {
        assertThat(way("1 of a", "*", all("a"))).startsWith("names a");
    }

    @Test
    void aLeaderJustElectedIsNoVoterOfItsOwnAndTheOneBeforeTakesItsPlace() {
        assertThat(next("l", "2 of b,m", "ANY 1 (b)", "", any(1, "b"))).isEqualTo("key 2 of b,l");
        assertThat(next("l", "2 of b,m", "ANY 1 (b)", "b", any(1, "b"))).isEqualTo("key 1 of b");
    }

    @Test
    void aLeaderJustElectedByOnePromiseNamesOnlyTheOthers() {
        assertThat(next("l", "1 of b,m", "b", "", all("b"))).isEqualTo("key 1 of b");
        assertThat(next("l", "1 of m", "b", "", all("b"))).isEqualTo("key 1 of nobody");
    }

    @Test
    void beforeItClaimsTheKeyItsNamesAreAsStrongAsTheKeyNeeds() {
        assertThat(next("l", "1 of b,m", "", "", all("b"))).isEqualTo("names b");
    }

    @Test
    void beforeNamesAreWeakenedAKeyInDoubtIsWrittenAnew() {
        var wish = any(1, "a", "b");
        assertThat(QuorumResolver.next(now("2 of a,b", "ANY 2 (a,b)", "a,b", Doubt.NOTHING), wish)).isEqualTo(new SetNames(wish.names()));
        assertThat(QuorumResolver.next(now("2 of a,b", "ANY 2 (a,b)", "a,b", Doubt.KEY), wish)).isEqualTo(new WriteVotes(new Votes(wish.standbys(), 2)));
    }

    @Test
    void beforeVotesAreWeakenedNamesInDoubtAreSetAnew() {
        var wish = any(2, "a", "b");
        assertThat(QuorumResolver.next(now("2 of a,b", "ANY 2 (a,b)", "a,b", Doubt.NAMES), wish)).isEqualTo(new SetNames(wish.names()));
    }

    private static Wish all(String... names) {
        return new Wish.All(NameSet.of(names));
    }

    private static Wish any(int count, String... names) {
        return new Wish.AnyOf(count, NameSet.of(names));
    }

    /// Every step to the end, with all who are wished caught up at once.
    private static List<String> way(String votes, String names, Wish wish) {
        var steps = new ArrayList<String>();
        var now = now(votes, names, wish.standbys().toString(), Doubt.NOTHING);
        for (var step = QuorumResolver.next(now, wish); !step.equals(SyncStep.SETTLED); step = QuorumResolver.next(now, wish)) {
            steps.add(say(step));
            now = switch (step) {
                case WriteVotes(var v) -> now("m", say(v), now.names().text(), now.caughtUp().toString(), Doubt.NOTHING);
                case DropKey _ -> now("off", now.names().text(), now.caughtUp().toString(), Doubt.NOTHING);
                case SetNames(var n) -> new InForce(now.me(), now.key(), n, now.caughtUp(), now.past(), now.doubt());
                case Await _, Settled _ -> throw new AssertionError(steps + " and then " + step);
            };
            assertThat(steps).hasSizeLessThan(9);
        }
        return steps;
    }

    private static String next(String leader, String votes, String names, String caughtUp, Wish wish) {
        return say(QuorumResolver.next(now(leader, votes, names, caughtUp, Doubt.NOTHING), wish));
    }

    private static InForce now(String votes, String names, String caughtUp, Doubt doubt) {
        return now("m", votes, names, caughtUp, doubt);
    }

    private static InForce now(String leader, String votes, String names, String caughtUp, Doubt doubt) {
        return new InForce(new MemberName("m"), votes.equals("off") ? SyncState.OFF : key(leader, votes), StandbyNames.read(names), NameSet.of(list(caughtUp)), Past.COVERED, doubt);
    }

    private static SyncState key(String leader, String votes) {
        var words = votes.split(" of ", 2);
        return new SyncState.On(leader, words[1].equals("nobody") ? List.of() : list(words[1]), Integer.parseInt(words[0]) - 1, 7);
    }

    private static List<String> list(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    private static String say(SyncStep step) {
        return switch (step) {
            case WriteVotes(var votes) -> "key " + say(votes);
            case SetNames(var names) -> "names " + names.text();
            case DropKey _ -> "no key";
            case Await(var standbys) -> "await " + standbys;
            case Settled _ -> "settled";
        };
    }

    private static String say(Votes votes) {
        return votes.promises() + " of " + (votes.voters().isEmpty() ? "nobody" : votes.voters());
    }
}
