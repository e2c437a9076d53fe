package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.FOLLOW;
import static io.matriarch.core.ha.Stance.HOLD;
import static io.matriarch.core.ha.Stance.LEAD;

import io.matriarch.core.ha.Candidacy;
import io.matriarch.core.ha.Candidacy.Standing;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.Memory.Crash;
import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;

/// This member holds the leader lock.
public final class LockMine {
    private LockMine() {}

    public static final RuleBook RULES = RuleBook.of("mine",
            rule("former-self", "the lock hangs on the lease of an earlier process of this agent and is taken over first", LockMine::formerSelf, HOLD),
            rule("nothing-to-lead", "there is no usable data here to lead with", LockMine::nothingToLead,
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.LET_GO)),
            rule("older-timeline", "the cluster has been on a newer timeline than this copy", w -> !w.writable() && LeaderRace.onOlderTimeline(w),
                    Stance.standDown(StopMode.FAST, Stance.Then.LET_GO)),
            rule("operator-wants-another", "the operator asked for another leader, and one is fit", LockMine::anotherIsWanted, LockMine::handOver),
            rule("crash-fails-over", "primary_start_timeout is zero and another member is fit to lead at once", LockMine::failsOver, LockMine::handOver),
            rule("start-failed", "the crashed primary could not be started and another member is fit", LockMine::startFailed, LockMine::handOver),
            rule("crash-loop", "the primary has crashed too often of late, and another member is fit", LockMine::crashLoop, LockMine::handOver),
            rule("disk-hangs", "this disk has not taken a write for too long, and another member could lead: the lock is not renewed, and goes when the server is down",
                    w -> w.diskHangs() && LeaderRace.anotherCouldLead(w) && !tooOften(w), Stance.standDown(StopMode.KILL, Stance.Then.LET_GO)),
            rule("disk-unfit", "this disk has been full, read-only or failing for too long, and another member is fit",
                    w -> w.diskUnfit() && LeaderRace.successor(w).isPresent() && !tooOften(w), LockMine::handOver),
            rule("pre-promote-failed", "the operator's pre_promote does not let this standby be promoted: another may lead, and this one waits for a ttl", w -> w.runningStandby() && LockFree.prePromoteFailed(w),
                    LockMine::letGo),
            // Stopped before the lock goes: what was asked of the server is not taken back by having given up waiting, and it could be promoted still.
            rule("promotion-failed", "this standby could not be promoted: another may, once this server is down", w -> w.runningStandby() && w.job().failed(JobKind.PROMOTE),
                    Stance.standDown(StopMode.FAST, Stance.Then.LET_GO)),
            rule("standby-down", "a standby that is down comes up and is compared with the others before it may lead", LockMine::standbyDown,
                    Stance.standDown(StopMode.FAST, Stance.Then.LET_GO)),
            rule("watchdog-unfit", "this node may lead only with its watchdog, and that does not work: another may lead", World::watchdogUnfit, LockMine::withoutWatchdog),
            rule("start-pauses", "the last start failed a moment ago", LockMine::justFailed, HOLD),
            rule("operator-restart", "the operator asked to restart this server", w -> w.local().request() instanceof LocalRequest.Restart && !w.runningStandby(),
                    new Stance.Restart()),
            rule("silent-too-long", "the server has taken no connection for a whole ttl: it is killed and started anew", LockMine::silentTooLong,
                    Stance.standDown(StopMode.KILL, Stance.Then.NOTHING)),
            rule("yields", "promises do not come for a whole ttl, cannot come, or tell of WAL that cannot be had here: another may try, once nothing can promote this server any more",
                    w -> Candidacy.of(w) instanceof Standing.Yields, LockMine::letGo),
            rule("fetches", "a voter that promised has acknowledged WAL that is missing here: it is streamed from that one first", w -> Candidacy.of(w) instanceof Standing.Fetches, HOLD),
            rule("waits-for-promises", "the former primary may still find enough voters that confirm a commit", w -> Candidacy.of(w) instanceof Standing.Waits, HOLD),
            otherwise("lead", "the lock is ours", LEAD));

    static boolean formerSelf(World w) {
        return w.lock() instanceof LeaderLock.Held held && !held.lease().equals(w.lease().id());
    }

    private static boolean nothingToLead(World w) {
        return switch (w.postgres()) {
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _ -> true;
            case PostgresState.Running _, PostgresState.Stopped _, PostgresState.Starting _, PostgresState.Silent _ -> false;
        };
    }

    static boolean anotherIsWanted(World w) {
        return due(w) && w.request().asks(w.me()) && LeaderRace.successor(w).isPresent();
    }

    /// From its time on. One whose time has passed long ago, because nobody could begin with it then, is dropped.
    static boolean due(World w) {
        return !w.now().isBefore(w.requestDue()) && !(w.postgres() instanceof PostgresState.Running && w.requestDue().until(w.now()).compareTo(OperatorRequest.LATE) > 0);
    }

    private static boolean standbyDown(World w) {
        return w.postgres() instanceof PostgresState.Stopped(var control, _) && control.standby();
    }

    private static boolean failsOver(World w) {
        return crashed(w) && w.config().primaryStartTimeout().isZero() && LeaderRace.successor(w).isPresent() && !tooOften(w);
    }

    private static boolean crashLoop(World w) {
        return crashed(w) && w.config().crashBudget().spent(w.memory().recent().crashes(), w.now()) && LeaderRace.successor(w).isPresent() && !tooOften(w);
    }

    /// A change that is not forced on anybody is not made when there were too many already.
    private static boolean tooOften(World w) {
        return w.config().failoverBudget().spent(w.memory().recent().changes(), w.now());
    }

    private static boolean startFailed(World w) {
        return w.stopped() && w.job().failed(JobKind.START_PRIMARY) && LeaderRace.successor(w).isPresent();
    }

    static boolean justFailed(World w) {
        return w.stopped() && Pauses.afterFailure(w);
    }

    /// Started anew rather than replaced: it alone has all that was acknowledged. On a host that hangs the start fails or takes too long,
    /// and that fails over.
    private static boolean silentTooLong(World w) {
        return Pauses.silentFor(w, w.config().timing().ttl());
    }

    private static boolean crashed(World w) {
        return w.stopped() && w.memory().crash() instanceof Crash.Since;
    }

    /// A standby that this process gave no permit goes on as what it is.
    private static Stance letGo(World w) {
        return PendingPromotion.mayCome(w) ? Stance.standDown(StopMode.FAST, Stance.Then.LET_GO) : FOLLOW;
    }

    private static Stance withoutWatchdog(World w) {
        if (w.runningStandby()) return letGo(w);
        return LeaderRace.successor(w).isPresent() ? handOver(w) : Stance.standDown(StopMode.FAST, Stance.Then.LET_GO);
    }

    static Stance handOver(World w) {
        return Stance.standDown(StopMode.FAST, new Stance.Then.HandTo(LeaderRace.successor(w).orElseThrow()));
    }
}
