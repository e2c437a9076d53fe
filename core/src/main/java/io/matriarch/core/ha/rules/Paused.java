package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.FOLLOW;
import static io.matriarch.core.ha.Stance.HOLD;
import static io.matriarch.core.ha.Stance.LEAD;
import static io.matriarch.core.ha.Stance.RACE;

import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.SyncLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.OperatorRequest.Switchover;

/// Hands off: nothing is started, stopped or promoted unless the operator names who shall lead.
public final class Paused {
    private Paused() {}

    public static final RuleBook RULES = RuleBook.of("paused",
            rule("operator-names-another", "the operator names the next leader while everything else rests",
                    w -> w.holdsLock() && named(w) && w.request().asks(w.me()) && LeaderRace.successor(w).isPresent(), LockMine::handOver),
            rule("operator-names-me", "the operator names this member, which may lead, and the lock is free",
                    w -> free(w) && namesMe(w) && !LockFree.prePromoteFailed(w) && !w.node().tags().noFailover() && !LeaderRace.lastLeaderMayLive(w) && !FailsafeMode.notListed(w) && !LeaderRace.lastLeaderUnguarded(w)
                            && (failover(w) || !LeaderRace.wouldLose(w)), RACE),
            rule("pre-promote-failed", "the operator's pre_promote does not let this member be promoted, although he named it: it waits for a ttl", w -> w.holdsLock() && w.runningStandby() && LockFree.prePromoteFailed(w), Paused::givesUp),
            rule("lead-as-named", "this member was named and holds the lock",
                    w -> w.holdsLock() && !StandbyLeader.inForce(w) && named(w) && w.request().allows(w.me()), LEAD),
            rule("operator-restart", "the operator asked to restart this server, and only he does anything to it while the cluster is paused", Paused::asksForRestart, new Stance.Restart()),
            rule("operator-reinitialize", "the operator asked for a new copy here, and there is a leader to take it from", Paused::asksForCopy, w -> new Stance.Rebuild(Stance.Way.CLONE, LockOthers.leader(w))),
            rule("keep-standby-lock", "the standby leader of a standby cluster keeps the lock", w -> StandbyLeader.leads(w) && w.runningStandby(), HOLD),
            rule("keep-lock", "a primary that holds the lock keeps it", w -> w.holdsLock() && w.writable(), HOLD),
            rule("lock-without-server", "the lock is no use to a server that is down", w -> w.holdsLock() && !w.postgres().alive(),
                    Stance.standDown(StopMode.FAST, Stance.Then.LET_GO)),
            rule("promotion-may-go-on", "this standby was asked to promote itself, and giving up to wait for it does not take that back",
                    w -> w.holdsLock() && w.runningStandby() && PendingPromotion.mayCome(w), HOLD),
            rule("lock-on-standby", "the lock is no use to a standby that nobody named", w -> w.holdsLock() && w.runningStandby(), FOLLOW),
            rule("primary-takes-free-lock", "the one primary there is may as well hold the lock", w -> free(w) && w.runningPrimary() && !SyncLeader.anotherWasElected(w), RACE),
            otherwise("hands-off", "the operator paused the cluster", HOLD));

    /// As what it is: a primary without the lock would come back as a standby, and a standby with the lock is another rule's.
    private static boolean asksForRestart(World w) {
        return w.local().request() instanceof LocalRequest.Restart && (w.holdsLock() && !StandbyLeader.inForce(w) ? !w.runningStandby() : w.standby());
    }

    private static boolean asksForCopy(World w) {
        return w.local().request() instanceof LocalRequest.Reinitialize && !w.holdsLock() && !free(w) && LockOthers.leaderRuns(w);
    }

    /// What a promotion before it left under way is not taken back by that.
    private static Stance givesUp(World w) {
        return PendingPromotion.mayCome(w) ? HOLD : FOLLOW;
    }

    private static boolean free(World w) {
        return w.lock() instanceof LeaderLock.Absent;
    }

    private static boolean namesMe(World w) {
        return named(w) && w.initialize() instanceof Initialize.Done && w.request().allows(w.me()) && w.runningStandby();
    }

    /// Whoever asks for a failover takes the loss; a switchover whose leader has gone meanwhile was meant to lose nothing.
    private static boolean failover(World w) {
        return w.request() instanceof OperatorRequest.Failover;
    }

    private static boolean named(World w) {
        return switch (w.request()) {
            case OperatorRequest.None _ -> false;
            case OperatorRequest.Failover _ -> true;
            case Switchover(_, Candidate.Named _, _, _) -> true;
            case Switchover(_, Candidate.Best _, _, _) -> false;
        };
    }
}
