package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.DISOWN;
import static io.matriarch.core.ha.Stance.HOLD;

import io.matriarch.core.ha.Founding;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Situation;
import io.matriarch.core.ha.SlowStart;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Witness;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SystemId;

/// What is asked before any situation.
public final class Always {
    private Always() {}

    public static final RuleBook RULES = RuleBook.prelude("always",
            rule("foreign-system-id", "the local data belongs to another cluster and is not touched", Always::foreign, new Stance.Quit(1)),
            rule("leader-key-by-hand", "the leader key hangs on no lease, so somebody put it by hand: it says nothing, and once it is deleted whoever led goes on", Witness::putByHand, DISOWN),
            rule("may-be-a-former-term", "etcd names this member, but it may have been set back to before another one led", Witness::mayBeAFormerTerm, DISOWN),
            rule("lock-lost-during-job", "another member leads while a job here makes this one a primary",
                    w -> makesPrimary(w) && Situation.of(w) == Situation.LOCK_OTHERS,
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.NOTHING)),
            rule("lock-lost-before-promotion", "pre_promote runs here, and the lock or its permit is gone: the server was not asked yet, and is not asked any more", Always::lostBeforePromotion,
                    Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("founding-overtaken", "another took over the right to make the cluster, or has made it: what initdb makes here would be of no use", Founding::overtaken,
                    Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("job-gives-way", "the operator wants this copy or this agent gone, whatever it is doing", Always::givesWay,
                    Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("start-takes-too-long", "the crashed primary had its time to come back, and another member is fit", SlowStart::givenUp,
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.LET_GO)),
            rule("disk-hangs", "a job here waits for a disk that has taken no write for too long, and another member could lead: the lock is not renewed", Always::waitsForTheDisk,
                    Stance.standDown(StopMode.KILL, Stance.Then.LET_GO)),
            rule("job-runs", "a long job is under way; its end wakes the loop", w -> w.job().busy(), HOLD));

    private static boolean foreign(World w) {
        return w.initialize() instanceof Initialize.Done(SystemId expected) && switch (w.postgres()) {
            case PostgresState.Running r -> !r.systemId().equals(expected);
            case PostgresState.Stopped(var control, _) -> !control.systemId().equals(expected);
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _, PostgresState.Starting _, PostgresState.Silent _ -> false;
        };
    }

    /// Not while pre_promote runs: then nobody was asked yet, and the server goes on as what it is (the next rule).
    private static boolean makesPrimary(World w) {
        return w.job() instanceof JobStatus.Running(var kind, _, _) && kind.makesPrimary() && kind != JobKind.PRE_PROMOTE;
    }

    private static boolean lostBeforePromotion(World w) {
        var prepares = w.job() instanceof JobStatus.Running(var kind, _, _) && kind == JobKind.PRE_PROMOTE;
        return prepares && (!w.permitted() || w.dcs() instanceof DcsView.Reachable && !w.holdsLock());
    }

    private static boolean givesWay(World w) {
        return w.job() instanceof JobStatus.Running(var kind, _, _) && switch (w.local().request()) {
            case LocalRequest.Shutdown _ -> kind != JobKind.STOP;
            case LocalRequest.Reinitialize(var force, _) -> force && kind != JobKind.STOP;
            case LocalRequest.None _, LocalRequest.Restart _, LocalRequest.Restarted _ -> false;
        };
    }

    private static boolean waitsForTheDisk(World w) {
        return w.job().busy() && w.holdsLock() && !w.config().paused() && w.diskHangs() && LeaderRace.anotherCouldLead(w);
    }
}
