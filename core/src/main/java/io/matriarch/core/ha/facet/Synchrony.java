package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.MixedCluster;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.SyncLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.ha.promise.Ballot;
import io.matriarch.core.ha.sync.Acks;
import io.matriarch.core.ha.sync.InForce;
import io.matriarch.core.ha.sync.NameSet;
import io.matriarch.core.ha.sync.QuorumResolver;
import io.matriarch.core.ha.sync.StandbyNames;
import io.matriarch.core.ha.sync.SyncChoice;
import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.ha.sync.SyncStep;
import io.matriarch.core.ha.sync.Votes;
import io.matriarch.core.ha.sync.Wish;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import java.util.Comparator;
import java.util.List;

/// Whom the leader's commits wait for, and the `sync` key that says so: one step a tick, in the only safe order ([QuorumResolver]). The first is always
/// that the key names this leader: by the word of the one before, that one might be elected without what is acknowledged from now on (seed 738).
public final class Synchrony {
    private Synchrony() {}

    public static List<Action> actions(World w, Stance stance) {
        if (stance instanceof Stance.Follow && !w.job().busy() && w.postgres() instanceof Running server && !server.primary()) return inAdvance(w, server);
        if (Showing.opens(w, stance)) return Showing.first(w);
        if (!leads(stance, w) || !(w.lock() instanceof LeaderLock.Held mine) || !(w.postgres() instanceof Running server)) return List.of();
        if (!SyncMode.of(w.config().document()).synchronous()) return asynchronous(w, mine, server);
        if (!server.primary()) return standby(w);
        if (!w.memory().acknowledging().settled(w.now())) return List.of();
        if (opens(w) && Asks.historyIsStale(w)) return List.of();
        return carriedOut(next(w, server), w, mine);
    }

    private static SyncStep next(World w, Running server) {
        var now = inForce(w);
        if (unclaimed(w) && w.cluster().sync() instanceof SyncState.On) return new SyncStep.WriteVotes(now.votes());
        var wish = wish(w, server);
        return swiftest(QuorumResolver.next(now, wish), wish, now, server);
    }

    /// While a commit waits for one who is gone, names that ask for him and another would let it wait on until the other is a voter, seconds. The other way to
    /// him is through nobody's votes, which are safe with any names; until he votes only this leader may lead, as in Patroni.
    private static SyncStep swiftest(SyncStep step, Wish wish, InForce now, Running server) {
        var waitsOn = step instanceof SyncStep.SetNames(var names) && !names.equals(wish.names()) && !acknowledged(names.acks(), server);
        return waitsOn && !wish.standbys().isEmpty() && now.votes().electable() && !acknowledged(now.names().acks(), server) ? new SyncStep.WriteVotes(Votes.NOBODYS) : step;
    }

    /// Whether enough of those whose acknowledgement is needed receive what is written.
    private static boolean acknowledged(Acks acks, Running server) {
        return server.replication().followers().stream().filter(f -> f.state().equals("streaming") && acks.names().has(f.application())).count() >= acks.count();
    }

    /// Up to where commits were acknowledged, as far as this leader knows: what it read, or what enough of those whose word is needed have flushed.
    static HighWater mark(World w) {
        if (!SyncMode.of(w.config().document()).synchronous()) return HighWater.UNKNOWN;
        var known = HighWater.later(w.cluster().status().acknowledged(), w.local().mark());
        return w.postgres() instanceof Running server && server.primary() && w.cluster().term().by().equals(w.me())
                ? HighWater.later(known, new HighWater(server.timeline(), acknowledgedUpTo(inForce(w).names().acks(), server), w.cluster().term().term())) : known;
    }

    private static WalPosition acknowledgedUpTo(Acks acks, Running server) {
        if (acks.count() == 0) return server.end();
        return server.replication().followers().stream().filter(f -> f.state().equals("streaming") && acks.names().has(f.application())).map(f -> f.flushed())
                .sorted(Comparator.reverseOrder()).skip(acks.count() - 1L).findFirst().orElse(WalPosition.ZERO);
    }

    /// Whether clients wait: this primary's commits need an acknowledgement, and too few standbys are connected that could give it.
    public static boolean clientsWait(World w) {
        return leadsSynchronously(w) && w.postgres() instanceof Running server && !acknowledged(inForce(w).names().acks(), server);
    }

    public static boolean leadsSynchronously(World w) {
        return w.holdsLock() && w.runningPrimary() && SyncMode.of(w.config().document()).synchronous();
    }

    /// A standby waits for nobody's acknowledgement; saying so already now spares clients a tick when it is promoted ([#mayOpen]).
    private static List<Action> inAdvance(World w, Running server) {
        if (!SyncMode.of(w.config().document()).synchronous()) return server.facts().commits().ours() ? List.of(new Action.StandbyNamesAsConfigured()) : List.of();
        return blocked(w) ? List.of() : List.of(new Action.SetStandbyNames(new StandbyNames.Blocking()));
    }

    /// In a pause, too, a primary with the lock says whom its commits wait for.
    private static boolean leads(Stance stance, World w) {
        return w.holdsLock() && !w.job().busy() && (stance instanceof Stance.Lead || stance instanceof Stance.LeadStandby || stance instanceof Stance.Hold && w.runningPrimary());
    }

    /// Everybody must know that elections promise nothing more before the first commit goes unpromised.
    private static List<Action> asynchronous(World w, LeaderLock.Held mine, Running server) {
        return switch (w.cluster().sync()) {
            case SyncState.On on -> List.of(new Action.Write(new DcsWrite.PutSync(mine, new SyncState.Off(on.modRevision()))));
            case SyncState.Off _ -> server.facts().commits().ours() ? List.of(new Action.StandbyNamesAsConfigured()) : List.of();
        };
    }

    /// Whether this standby may be promoted: no commit is acknowledged before the key says that it leads. Until then the others may be elected in its
    /// place, should it die on the way.
    public static boolean mayOpen(World w) {
        return !SyncMode.of(w.config().document()).synchronous() || blocked(w) && !(SyncLeader.ledLast(w) && !Showing.secured(w));
    }

    private static List<Action> standby(World w) {
        if (!blocked(w)) return List.of(new Action.SetStandbyNames(new StandbyNames.Blocking()));
        return SyncLeader.ledLast(w) ? Showing.first(w) : List.of();
    }

    private static boolean blocked(World w) {
        return inForce(w).names().equals(new StandbyNames.Blocking());
    }

    /// The next step may let clients in. What they are told counts on a timeline only that everybody can read of.
    private static boolean opens(World w) {
        return inForce(w).names().equals(new StandbyNames.Blocking()) && !unclaimed(w);
    }

    /// Commits are synchronous, and the key does not say yet that this member leads, on its present timeline: one whom an operator named needs that word until then.
    static boolean unclaimed(World w) {
        return SyncMode.of(w.config().document()).synchronous() && !(inForce(w).claimed() && sameTimeline(w));
    }

    private static boolean sameTimeline(World w) {
        return w.cluster().sync() instanceof SyncState.On key && key.timeline().equals(LeaderRace.timeline(w));
    }

    private static InForce inForce(World w) {
        return w.memory().acknowledging().inForce(w.me(), w.cluster().sync());
    }

    private static Wish wish(World w, Running server) {
        var choice = new SyncChoice(w.me(), server.end(), server.replication().followers(), promised(w), already(w));
        return choice.wish(SyncMode.of(w.config().document()), new StandbyNames.None());
    }

    /// Who has not promised this term could confirm commits to one of an earlier term, too. Patroni promises nothing, and is taken by its own rule
    /// ([MixedCluster]).
    private static List<Member> promised(World w) {
        var mine = new Promised.To(w.cluster().term().term(), w.me());
        return w.cluster().members().stream().filter(m -> m.patroni() || Ballot.promised(m).equals(mine)).toList();
    }

    private static NameSet already(World w) {
        return inForce(w).names().acks().names();
    }

    private static List<Action> carriedOut(SyncStep step, World w, LeaderLock.Held mine) {
        return switch (step) {
            case SyncStep.SetNames(var names) -> List.of(new Action.SetStandbyNames(names));
            case SyncStep.WriteVotes(var votes) -> List.of(new Action.Write(new DcsWrite.PutSync(mine, said(votes, LeaderRace.timeline(w), w))));
            case SyncStep.DropKey _ -> List.of(new Action.Write(new DcsWrite.PutSync(mine, new SyncState.Off(w.cluster().sync().modRevision()))));
            case SyncStep.Await _, SyncStep.Settled _ -> List.of();
        };
    }

    static SyncState said(Votes votes, Timeline timeline, World w) {
        return new SyncState.On(w.me().value(), votes.voters().names(), votes.quorum(), timeline, w.cluster().sync().modRevision());
    }
}
