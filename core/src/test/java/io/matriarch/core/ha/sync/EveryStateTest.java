package io.matriarch.core.ha.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.matriarch.core.ha.sync.InForce.Doubt;
import io.matriarch.core.ha.sync.SyncStep.Await;
import io.matriarch.core.ha.sync.SyncStep.DropKey;
import io.matriarch.core.ha.sync.SyncStep.SetNames;
import io.matriarch.core.ha.sync.SyncStep.Settled;
import io.matriarch.core.ha.sync.SyncStep.WriteVotes;
import io.matriarch.core.view.SyncState;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/// The resolver in every state of up to five servers, against sets counted out by [Holders].
///
/// One step is judged from any safe state with the worst past that this state allows, towards any wish. What a step leads to is again a safe
/// state, so this is an induction: wishes may change at any step, steps may be lost, and commits are acknowledged at every moment.
/// Longer than most: the judgements belong together.
class EveryStateTest {
    private static final int MOST_STEPS = 8;
    private final LongAdder looked = new LongAdder();

    @Test
    void everyStepFromASafeStateIsSafe() {
        EveryState.claimed((now, wish) -> {
            if (Holders.safe(now.names(), now.votes())) judge(now, wish, QuorumResolver.next(now, wish));
        });
        System.out.println("safe states and wishes: " + looked.sum());
    }

    @Test
    void theResolverKnowsASafeStateWhenItSeesOne() {
        EveryState.claimed((now, wish) -> say(now.safe() == Holders.safe(now.names(), now.votes()), "safe() is wrong", now, wish, SyncStep.SETTLED));
    }

    @Test
    void aStepBesideAnUnknownOneIsSafeWhateverBecameOfThat() {
        EveryState.claimed((now, wish) -> {
            if (!Holders.safe(now.names(), now.votes())) return;
            judgeBesideAnyKey(with(now, Doubt.KEY), wish);
            judgeBesideAnyNames(with(now, Doubt.NAMES), wish);
        });
    }

    @Test
    void namesWeakerThanTheKeyAreStrengthenedFirst() {
        EveryState.claimed((now, wish) -> {
            if (Holders.safe(now.names(), now.votes()) || wish instanceof Wish.Asynchronous) return;
            var seen = with(now, Past.COVERED.after(now));
            var step = QuorumResolver.next(seen, wish);
            var strengthened = step instanceof SetNames(var names) && Holders.safe(names, now.votes()) && strength(names) >= strength(wish.names());
            var toldTheTruth = wish instanceof Wish.Nobody && step.equals(new WriteVotes(Votes.NOBODYS));
            say(strengthened || toldTheTruth, "not strengthened", seen, wish, step);
        });
    }

    @Test
    void afterNamesThatWereTooWeakTheKeyNamesOnlyWhoHasCaughtUp() {
        EveryState.claimed((now, wish) -> {
            if (!Holders.safe(now.names(), now.votes())) return;
            var open = with(now, Past.OPEN);
            var step = QuorumResolver.next(open, wish);
            judge(open, wish, step);
            var covered = Holders.met(Holders.former(now.votes(), Past.OPEN, Holders.bits(now.caughtUp())), now.votes());
            say(covered || step instanceof WriteVotes || step instanceof DropKey, "a key that is not true stays", open, wish, step);
        });
    }

    @Test
    void everyWayEnds() {
        EveryState.claimed((now, wish) -> {
            walk(now, wish, true);
            walk(now, wish, false);
        });
    }

    @Test
    void aLeaderJustElectedClaimsTheKeySafelyAndSoon() {
        EveryState.elected((now, wish) -> {
            judgeClaim(now, wish, QuorumResolver.next(now, wish));
            walk(now, wish, true);
            walk(now, wish, false);
        });
    }

    @Test
    void withoutAKeyNobodyIsPromisedAnythingBeforeTheKeySaysNobody() {
        EveryState.claimed((now, wish) -> {
            var none = new InForce(now.me(), SyncState.OFF, now.names(), now.caughtUp(), now.past(), now.doubt());
            var step = QuorumResolver.next(none, wish);
            say(wish instanceof Wish.Asynchronous || step.equals(new WriteVotes(Votes.NOBODYS)), "not nobody first", none, wish, step);
        });
    }

    private void judge(InForce now, Wish wish, SyncStep step) {
        looked.increment();
        switch (step) {
            case SetNames(var names) -> {
                say(Holders.safe(names, now.votes()), "names that the key is not safe with", now, wish, step);
                say(strength(names) >= Math.min(strength(now.names()), strength(wish.names())), "weaker than before and than wished", now, wish, step);
            }
            case WriteVotes(var votes) -> judgeVotes(now, wish, votes);
            case DropKey _ -> say(wish instanceof Wish.Asynchronous, "the key is dropped", now, wish, step);
            case Await(var standbys) -> say(!standbys.isEmpty(), "waits for nobody", now, wish, step);
            case Settled _ -> say(wish.names().equals(now.names()), "settled with other names", now, wish, step);
        }
    }

    private void judgeVotes(InForce now, Wish wish, Votes votes) {
        var step = new WriteVotes(votes);
        say(Holders.met(everyCommit(now), votes), "votes that miss a commit", now, wish, step);
        var kept = !now.votes().electable() || votes.electable() || wish.standbys().isEmpty() || now.past() == Past.OPEN;
        say(kept, "nobody can be elected any more", now, wish, step);
        say(now.doubt() != Doubt.NOTHING || !(wish instanceof Wish.All) || votes.promises() == 1, "more than one promise in mode on", now, wish, step);
    }

    private static int everyCommit(InForce now) {
        return Holders.acknowledgers(now.names()) | Holders.former(now.votes(), now.past(), Holders.bits(now.caughtUp()));
    }

    /// The key may be as seen, or any other that is safe with the names.
    private void judgeBesideAnyKey(InForce now, Wish wish) {
        var step = QuorumResolver.next(now, wish);
        judge(now, wish, step);
        var onlyKey = step instanceof WriteVotes || step instanceof DropKey || step.equals(new SetNames(new StandbyNames.Blocking()));
        say(onlyKey, "names beside a key in doubt", now, wish, step);
    }

    private void judgeBesideAnyNames(InForce now, Wish wish) {
        var step = QuorumResolver.next(now, wish);
        judge(now, wish, step);
        var onlyNames = step instanceof SetNames || step instanceof DropKey || step instanceof WriteVotes(var votes) && Holders.safe(new StandbyNames.None(), votes);
        say(onlyNames, "votes beside names in doubt", now, wish, step);
    }

    /// No client is let in before the key is claimed. Who just won has every commit, and so has the leader before, who acknowledged them.
    private void judgeClaim(InForce now, Wish wish, SyncStep step) {
        if (!(step instanceof WriteVotes(var votes)) || !(now.key() instanceof SyncState.On old)) return;
        var before = new Votes(NameSet.of(old.standbys()), old.quorum() + 1);
        var all = Holders.bits(NameSet.of("d", "e")) | Holders.bits(now.caughtUp());
        say(Holders.met(Holders.former(before, Past.COVERED, all), votes), "a claim that misses a commit", now, wish, step);
        say(!votes.voters().has("e"), "its own voter", now, wish, step);
    }

    /// With everybody catching up at once the wish is reached; with nobody it rests all the same.
    private void walk(InForce start, Wish wish, boolean catchingUp) {
        var now = start;
        for (var steps = 0; steps <= MOST_STEPS; steps++) {
            now = with(catchingUp ? caughtUp(now, wish.standbys()) : now, now.claimed() ? now.past().after(now) : now.past());
            var step = QuorumResolver.next(now, wish);
            if (step instanceof Await && !catchingUp && now.claimed()) return;
            if (step instanceof Settled && reached(now, wish)) return;
            say(!(step instanceof Await) && !(step instanceof Settled), "rests too early", now, wish, step);
            now = taken(now, step);
        }
        say(false, "does not end", start, wish, SyncStep.SETTLED);
    }

    private static boolean reached(InForce now, Wish wish) {
        var key = wish instanceof Wish.Asynchronous ? now.key() instanceof SyncState.Off
                : now.claimed() && now.safe() && (wish instanceof Wish.Block || now.votes().equals(wish.votes()));
        return key && now.names().equals(wish.names());
    }

    private static InForce taken(InForce now, SyncStep step) {
        return switch (step) {
            case WriteVotes(var votes) -> new InForce(now.me(), EveryState.key("e", votes), now.names(), now.caughtUp(), now.past(), now.doubt());
            case DropKey _ -> new InForce(now.me(), SyncState.OFF, now.names(), now.caughtUp(), now.past(), now.doubt());
            case SetNames(var names) -> new InForce(now.me(), now.key(), names, NameSet.NONE, now.past(), now.doubt());
            case Await _, Settled _ -> now;
        };
    }

    private static InForce caughtUp(InForce now, NameSet who) {
        return new InForce(now.me(), now.key(), now.names(), now.caughtUp().plus(who), now.past(), now.doubt());
    }

    private static InForce with(InForce now, Past past) {
        return new InForce(now.me(), now.key(), now.names(), now.caughtUp(), past, now.doubt());
    }

    private static InForce with(InForce now, Doubt doubt) {
        return new InForce(now.me(), now.key(), now.names(), now.caughtUp(), now.past(), doubt);
    }

    private static int strength(StandbyNames names) {
        return switch (names) {
            case StandbyNames.Blocking _ -> Integer.MAX_VALUE;
            case StandbyNames.None _, StandbyNames.Unreadable _ -> 0;
            case StandbyNames.Priority(int count, var _) -> count;
            case StandbyNames.Quorum(int count, var _) -> count;
        };
    }

    private static void say(boolean good, String what, InForce now, Wish wish, SyncStep step) {
        assertTrue(good, () -> "%s: %s%n in %s%n towards %s".formatted(what, step, now, wish));
    }

}
