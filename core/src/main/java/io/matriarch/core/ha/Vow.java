package io.matriarch.core.ha;

import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.promise.LocalWal;
import io.matriarch.core.ha.promise.Poll;
import io.matriarch.core.ha.promise.Voter;
import io.matriarch.core.ha.promise.Voting;
import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Term;

/// What this member has to promise, to whoever holds the leader key, and whom it may receive from, as predicates over one World (safety.md 1.3, I2 (b)).
///
/// Where commits are synchronous every member promises the term of the leader that it follows, voter or not yet: it may be named as one at any time.
public final class Vow {
    private Vow() {}

    /// Whether promises count: commits are synchronous, or may have been acknowledged while they were. Not in a standby cluster, which elects no primary.
    public static boolean inForce(World w) {
        return !StandbyLeader.inForce(w) && (SyncMode.of(w.config().document()).synchronous() || w.cluster().sync() instanceof SyncState.On);
    }

    /// What is to be promised now. Nothing while nobody leads, or one to whom no term was given: he knows of no promises (Patroni).
    static Promised due(World w) {
        var claim = w.cluster().term();
        return w.lock() instanceof LeaderLock.Held held && claim.by().equals(held.holder()) && claim.term().isAfter(Term.NONE)
                ? new Promised.To(claim.term(), held.holder()) : Promised.NOTHING;
    }

    /// What is due is on this member's disk.
    static boolean kept(World w) {
        return due(w) instanceof Promised.To due && due.equals(w.local().promised());
    }

    static Voter.Answer answer(World w, Promised.To due) {
        return new Voter(w.me(), w.local().promised(), named(w)).asked(due.term(), due.candidate());
    }

    /// Named by one of ours, to whom that was promised before. Patroni names whoever streams, so one that finds no file may never have promised anything.
    private static boolean named(World w) {
        return w.cluster().sync() instanceof SyncState.On key && !MixedCluster.wrotePatroni(key) && SyncMode.names(key, w.me());
    }

    /// What has to be written down before anything else is done with the copy; nothing, if nothing has to be.
    public static Promised toWrite(World w) {
        var may = inForce(w) && !w.job().busy() && (!w.writable() || w.holdsLock());
        return may && due(w) instanceof Promised.To due && answer(w, due) instanceof Voter.Answer.WriteDown(var promise) ? promise : Promised.NOTHING;
    }

    /// Whether this copy may receive from who holds the key: he is no candidate any more, and it was promised to him; or he knows of no promises.
    public static boolean mayReceive(World w) {
        return !inForce(w) || !(due(w) instanceof Promised.To due) || kept(w) && !stands(due.candidate(), w);
    }

    /// Whether the WAL receiver has to end: who holds the key is not a primary yet, and asks for promises; or nothing may be promised to him. In a
    /// pause nothing is touched, unless an operator named who shall lead.
    public static boolean mustEnd(World w) {
        var handsOff = w.config().paused() && w.request() instanceof OperatorRequest.None;
        return !handsOff && inForce(w) && w.runningStandby() && due(w) instanceof Promised.To due && (kept(w) ? stands(due.candidate(), w) : !(answer(w, due) instanceof Voter.Answer.WriteDown));
    }

    /// Whether the holder of the key is a candidate. One whose member key says neither is left as he is.
    static boolean stands(MemberName holder, World w) {
        return holder.equals(w.me()) ? w.runningStandby() : w.cluster().member(holder).role().equals("replica");
    }

    /// How far this copy reaches, as far as that is known.
    static LocalWal reach(PostgresState.Running server) {
        var r = server.replication();
        return LocalWal.of(r.forks(), server.timeline(), r.received(), r.replayed(), r.exhausted());
    }

    /// Where the promise that is on disk stands on its way to be said.
    public static Voting.Step step(World w) {
        if (!(w.local().promised() instanceof Promised.To promise) || !kept(w) || w.job().busy() || !(w.postgres() instanceof PostgresState.Running server) || server.primary())
            return new Voting.Step.Overtaken();
        var voting = new Voting(promise, w.memory().poll().quiet().equals(promise));
        return voting.after(new Voting.Look(server.replication().receiver(), reach(server)), w.me(), promise);
    }

    /// What is remembered of this tick.
    static Poll remembered(World w) {
        var poll = w.memory().poll().hearing(w.cluster().term().term());
        for (var member : w.cluster().members()) if (Ballot.promised(member) instanceof Promised.To(var term, _)) poll = poll.hearing(term);
        if (w.local().promised() instanceof Promised.To(var term, _)) poll = poll.hearing(term);
        return Candidacy.remembered(w, poll.quietUnder(quiet(w)));
    }

    /// A candidate that has been quiet receives from those only who promised it his term: it stays so.
    private static Promised quiet(World w) {
        var fetches = w.holdsLock() && kept(w) && w.memory().poll().quiet().equals(w.local().promised()) && w.runningStandby();
        return fetches || step(w) instanceof Voting.Step.LookAgain || step(w) instanceof Voting.Step.Report || abstainsQuietly(w) ? w.local().promised() : Promised.NOTHING;
    }

    private static boolean abstainsQuietly(World w) {
        return step(w) instanceof Voting.Step.Abstain(var next, _) && next.quiet();
    }

    /// Whether the receiver is on its way to its end: the next look is worth taking soon.
    static boolean underWay(World w) {
        return mustEnd(w) && !(step(w) instanceof Voting.Step.Report) && !(w.postgres() instanceof PostgresState.Running r && r.replication().receiver() == Receiver.UNKNOWN);
    }
}
