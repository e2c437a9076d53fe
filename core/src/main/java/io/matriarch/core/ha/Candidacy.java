package io.matriarch.core.ha;

import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.promise.Candidate;
import io.matriarch.core.ha.promise.Election;
import io.matriarch.core.ha.promise.Electorate;
import io.matriarch.core.ha.promise.LocalWal;
import io.matriarch.core.ha.promise.Poll;
import io.matriarch.core.ha.promise.Promise;
import io.matriarch.core.ha.promise.PublishedLine;
import io.matriarch.core.ha.promise.Verdict;
import io.matriarch.core.ha.promise.Voter;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Term;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A standby that holds the leader key: whether it may be promoted without losing what was acknowledged (safety.md 1.3, I2 (c)).
///
/// Promises, voters and history are of one linearizable read, and of this term: nobody else can change the voters meanwhile.
public final class Candidacy {
    private Candidacy() {}

    public sealed interface Standing {
        /// No promises are asked for: commits are not synchronous, this member acknowledged them all itself, or an operator takes the loss.
        record Unasked() implements Standing {}

        record Elected(String because) implements Standing {}

        record Waits(String because) implements Standing {}

        /// `from` has more of the same history, and has promised: it is streamed from until that is here.
        record Fetches(MemberName from, String because) implements Standing {}

        /// Another may try.
        record Yields(String because) implements Standing {}
    }

    public static Standing of(World w) {
        if (!w.holdsLock() || !(w.postgres() instanceof PostgresState.Running server) || server.primary()) return new Standing.Unasked();
        return SyncVoters.ask(w) instanceof SyncState.On key ? of(key, server, w) : new Standing.Unasked();
    }

    /// Whether a standby that holds the key may be promoted.
    public static boolean mayLead(World w) {
        return switch (of(w)) {
            case Standing.Unasked _, Standing.Elected _ -> true;
            case Standing.Waits _, Standing.Fetches _, Standing.Yields _ -> false;
        };
    }

    private static Standing of(SyncState.On key, PostgresState.Running server, World w) {
        if (!SyncVoters.electable(key, w.me())) return new Standing.Yields("the sync key lets nobody be elected, or not this member");
        if (!(Vow.due(w) instanceof Promised.To mine)) return new Standing.Waits("the key came without a term");
        if (!Vow.kept(w)) return unpromised(Vow.answer(w, mine));
        if (w.memory().poll().heard().isAfter(mine.term())) return new Standing.Yields("somebody has promised a higher term");
        if (!w.memory().poll().quiet().equals(mine)) return over(mine.term(), w) ? tooLong() : new Standing.Waits("its own WAL receiver has to end first");
        return judged(Election.judge(new Candidate(w.me(), mine.term(), w.local().promised(), Vow.reach(server)), electorate(key, w), heard(mine, server, w),
                PublishedLine.of(w.cluster().history(), w.cluster().status().timeline())), over(mine.term(), w));
    }

    private static Standing unpromised(Voter.Answer answer) {
        return switch (answer) {
            case Voter.Answer.WriteDown _, Voter.Answer.Written _ -> new Standing.Waits("its own promise is being written down");
            case Voter.Answer.Refuse(var because) -> new Standing.Yields(because);
            case Voter.Answer.Abstain(var because) -> new Standing.Yields(because);
        };
    }

    private static Standing judged(Verdict verdict, boolean tooLate) {
        return switch (verdict) {
            case Verdict.Lead(var because) -> new Standing.Elected(because);
            case Verdict.StepAsideFor(_, var because) -> new Standing.Yields(because);
            case Verdict.Withdraw(var because) -> new Standing.Yields(because);
            case Verdict.FetchFrom _, Verdict.Wait _ when tooLate -> tooLong();
            case Verdict.FetchFrom(var from, var because) -> new Standing.Fetches(from, because);
            case Verdict.Wait(_, var because) -> new Standing.Waits(because);
        };
    }

    private static Standing tooLong() {
        return new Standing.Yields("too few promises for a whole ttl");
    }

    /// Its own promise is that of its disk, and what it has now: since it was quiet it received from those only who promised, too.
    private static List<Promise> heard(Promised.To mine, PostgresState.Running server, World w) {
        var own = Vow.reach(server) instanceof LocalWal.Known(var reach) ? Stream.of(new Promise(w.me(), mine.term(), w.me(), reach)) : Stream.<Promise>of();
        return Stream.concat(own, w.cluster().others(w.me()).stream().flatMap(m -> Ballot.promises(m).stream())).toList();
    }

    private static Electorate electorate(SyncState.On key, World w) {
        var voters = key.standbys().stream().map(name -> canonical(name, w)).collect(Collectors.<MemberName, Set<MemberName>>toCollection(java.util.TreeSet::new));
        return new Electorate(voters, voters.size() - SyncVoters.promises(key) + 1, MixedCluster.words(key, w));
    }

    /// All that is missing is what other voters say.
    static boolean waitsForVoters(World w) {
        return of(w) instanceof Standing.Waits && w.memory().poll().quiet().equals(Vow.due(w));
    }

    /// Names in the key compare without case.
    private static MemberName canonical(String name, World w) {
        return w.cluster().members().stream().map(m -> m.name()).filter(n -> n.value().equalsIgnoreCase(name)).findFirst().orElse(new MemberName(name));
    }

    private static boolean over(Term term, World w) {
        var poll = w.memory().poll();
        return poll.standing().equals(term) && !w.now().isBefore(poll.since().plus(w.config().timing().ttl()));
    }

    /// The last election was this member's, and came to nothing a moment ago.
    public static boolean cameToNothing(World w) {
        var claim = w.cluster().term();
        return claim.by().equals(w.me()) && claim.term().equals(w.memory().poll().standing()) && w.cluster().release() instanceof Release.Clean(var by, _, _) && by.equals(w.me())
                && SyncVoters.ask(w) instanceof SyncState.On && w.now().isBefore(w.memory().sign().since().plus(w.config().timing().ttl()));
    }

    static Poll remembered(World w, Poll before) {
        if (w.runningPrimary()) return before.done();
        var poll = before.expecting(PendingPromotion.of(w));
        return of(w) instanceof Standing.Unasked || !(Vow.due(w) instanceof Promised.To(var term, _)) ? poll : poll.standingIn(term, w.now());
    }
}
