package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.HOLD;
import static io.matriarch.core.ha.Stance.LEAD_STANDBY;

import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.ha.Lineage;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PostgresState;

/// This member holds the leader lock of a standby cluster: it is a standby of the remote, and keeps the lock. No rule here promotes anything.
///
/// The remote has all there is, and its history alone counts: what was written here beyond it, before the cluster became a standby cluster or on a remote that was
/// replaced since, is taken back (and kept aside, as ever).
public final class StandbyMine {
    private StandbyMine() {}

    public static final RuleBook RULES = RuleBook.of("standby",
            rule("former-self", "the lock hangs on the lease of an earlier process of this agent and is taken over first", LockMine::formerSelf, HOLD),
            rule("primary-hangs", "the server has taken no connection for a whole ttl, and takes writes, for all that is known: it is killed", StandbyMine::primaryHangs,
                    Stance.standDown(StopMode.KILL, Stance.Then.NOTHING)),
            rule("steps-down", "the cluster follows another one now: nothing is written here any more", World::writable, Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("promotion-failed", "this server was asked to promote itself before, or may have been, and nothing takes that back but its end: it is stopped",
                    PendingPromotion::mayCome, Stance.standDown(StopMode.FAST, Stance.Then.NOTHING)),
            rule("retires-claim", "the timeline number that this member was given may have been made here: nobody may make it any more, or a promotion later would make it again for another history",
                    w -> w.cluster().claim().by().equals(w.me()), HOLD),
            rule("unusable", "the data directory needs a person, another member may lead", w -> w.postgres() instanceof PostgresState.Unusable,
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.LET_GO)),
            rule("operator-wants-another", "the operator asked for another leader, and one is fit", LockMine::anotherIsWanted, LockMine::handOver),
            rule("disk-unfit", "this disk has been full, read-only or failing for too long, and another member is fit",
                    w -> w.diskUnfit() && LeaderRace.successor(w).isPresent(), LockMine::handOver),
            rule("silent-too-long", "the standby has taken no connection for a minute: it is killed and started anew", Pauses::silentTooLong,
                    Stance.standDown(StopMode.KILL, Stance.Then.NOTHING)),
            rule("job-pauses", "the last job failed a moment ago", LockMine::justFailed, HOLD),
            rule("nothing-to-copy", "there is no usable data here, and nobody to copy from", w -> noData(w) && StandbyLeader.archiveOnly(w),
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.LET_GO)),
            rule("rebuild-pauses", "rebuilding this copy failed again and again: each attempt waits longer, up to a minute",
                    w -> (noData(w) || mustClone(w)) && Rebuilding.clonePauses(w, remote(w)), HOLD),
            rule("clone", "there is no usable data here, and the remote has all of it", StandbyMine::noData, w -> new Stance.Rebuild(Stance.Way.CLONE, remote(w))),
            rule("foreign-history", "the remote is another database system: what is here is not touched", w -> lineage(w) == Lineage.FOREIGN, HOLD),
            rule("rewind-failed", "the copy has left the remote's history and could not be rewound", StandbyMine::mustClone, w -> new Stance.Rebuild(Stance.Way.CLONE, remote(w))),
            rule("diverged", "the copy holds WAL that is not in the remote's history", w -> lineage(w) == Lineage.DIVERGED, w -> new Stance.Rebuild(Stance.Way.REWIND, remote(w))),
            rule("remote-not-asked", "a former primary waits to hear whether it can follow the remote",
                    w -> Rebuilding.formerPrimary(w) && lineage(w) == Lineage.UNKNOWN && !StandbyLeader.archiveOnly(w), HOLD),
            rule("operator-restart", "the operator asked to restart this server", w -> w.local().request() instanceof LocalRequest.Restart && w.postgres().alive(), new Stance.Restart()),
            otherwise("lead", "the lock is ours, and this cluster follows the remote: a server that takes no writes, for as long as the configuration says so", LEAD_STANDBY));

    private static boolean primaryHangs(World w) {
        return w.writable() && Pauses.silentFor(w, w.config().timing().ttl());
    }

    private static boolean noData(World w) {
        return w.postgres().copyless();
    }

    private static boolean mustClone(World w) {
        return Rebuilding.mustClone(w, lineage(w), () -> remote(w));
    }

    private static Member remote(World w) {
        return StandbyLeader.remote(w).orElseThrow();
    }

    /// Where there is nobody to ask, nobody's word counts.
    private static Lineage lineage(World w) {
        return StandbyLeader.archiveOnly(w) ? Lineage.UNKNOWN : Lineage.of(w.postgres(), w.local().upstream());
    }
}
