package io.matriarch.core.ha.rules;

import static io.matriarch.core.ha.Rule.otherwise;
import static io.matriarch.core.ha.Rule.rule;
import static io.matriarch.core.ha.Stance.DISOWN;
import static io.matriarch.core.ha.Stance.FOLLOW;
import static io.matriarch.core.ha.Stance.HOLD;

import io.matriarch.core.ha.Following;
import io.matriarch.core.ha.Lineage;
import io.matriarch.core.ha.RuleBook;
import io.matriarch.core.ha.SlotCopy;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.Witness;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PostgresState;

/// Another member holds the leader lock.
public final class LockOthers {
    private LockOthers() {}

    public static final RuleBook RULES = RuleBook.of("others",
            rule("primary-of-taken-name", "another agent of this name leads, on a lease that this one never had: nothing may be written here, and every member needs a `name` of its own",
                    w -> w.nameTaken() && w.writable(), Stance.standDown(StopMode.IMMEDIATE, Stance.Then.NOTHING)),
            rule("name-taken", "another agent of this name leads, on a lease that this one never had: this one writes nothing to etcd, and every member needs a `name` of its own",
                    World::nameTaken, HOLD),
            rule("etcd-set-back", "etcd was set back and names a former leader: this permit still runs, so that one cannot have proved to lead",
                    w -> w.writable() && Witness.namesAFormerLeader(w), DISOWN),
            rule("key-names-nobody", "the leader key was changed by hand and names no member: this permit still runs, so nobody else has proved to lead",
                    w -> w.writable() && Witness.namesNobody(w), DISOWN),
            rule("primary-without-lock", "another member leads: nothing may be written here", World::writable,
                    Stance.standDown(StopMode.IMMEDIATE, Stance.Then.NOTHING)),
            rule("silent-too-long", "the standby has taken no connection for a minute: it is killed and started anew", Pauses::silentTooLong,
                    Stance.standDown(StopMode.KILL, Stance.Then.NOTHING)),
            rule("job-pauses", "the last job failed a moment ago", LockOthers::justFailed, HOLD),
            rule("wait-for-leader", "the leader's server is not up yet, so there is nothing to copy from", w -> needsCopy(w) && !leaderRuns(w), HOLD),
            rule("rebuild-pauses", "rebuilding this copy failed again and again: each attempt waits longer, up to a minute",
                    w -> needsCopy(w) ? !asked(w) && Rebuilding.clonePauses(w, Rebuilding.source(w)) : mustClone(w) && Rebuilding.clonePauses(w, authority(w)), HOLD),
            rule("clone-elsewhere", "there is no usable data here; a standby that streams is copied rather than the leader, by its tag or because copying the leader failed", w -> needsCopy(w) && !fromLeader(w) && Rebuilding.standIn(w).isPresent(),
                    w -> new Stance.Rebuild(Stance.Way.CLONE, Rebuilding.standIn(w).orElseThrow())),
            rule("clone", "there is no usable data here", LockOthers::needsCopy, w -> new Stance.Rebuild(Stance.Way.CLONE, leader(w))),
            rule("unusable", "the data directory needs a person", w -> w.postgres() instanceof PostgresState.Unusable, HOLD),
            rule("foreign-history", "the leader's server, or the remote of a standby cluster, is another database system", w -> lineage(w) == Lineage.FOREIGN, HOLD),
            rule("rewind-failed", "the copy has left the leader's history and could not be rewound",
                    LockOthers::mustClone, w -> new Stance.Rebuild(Stance.Way.CLONE, authority(w))),
            rule("diverged", "the copy holds WAL that is not in the leader's history", w -> lineage(w) == Lineage.DIVERGED,
                    w -> new Stance.Rebuild(Stance.Way.REWIND, authority(w))),
            rule("leader-not-asked", "a former primary waits to hear whether it can follow",
                    w -> Rebuilding.formerPrimary(w) && lineage(w) == Lineage.UNKNOWN && !StandbyLeader.archiveOnly(w), HOLD),
            rule("operator-restart", "the operator asked to restart this server", w -> w.local().request() instanceof LocalRequest.Restart,
                    new Stance.Restart()),
            rule("outgrown", "replay has stopped before WAL of a server with larger settings: with those, which its control file names, it goes on", LockOthers::outgrown,
                    new Stance.Restart()),
            rule("lacks-slots", "the leader has logical slots that this standby lacks, and it is its turn: their state is copied, and read at the next start", SlotCopy::due,
                    w -> new Stance.CopySlots(leader(w), SlotCopy.missing(w))),
            rule("nostream", "the tag nostream keeps this standby on the WAL archive alone", w -> Following.of(w) instanceof Following.Archive, FOLLOW),
            rule("cascade", "the tag replicatefrom names a standby that receives on the leader's timeline", w -> Following.of(w) instanceof Following.Standby, FOLLOW),
            rule("cascade-unfit", "the standby that the tag replicatefrom names is not fit to be received from, so the leader is followed", w -> Following.of(w) instanceof Following.LeaderInstead, FOLLOW),
            otherwise("follow", "another member leads", FOLLOW));

    static Member leader(World w) {
        return switch (w.lock()) {
            case LeaderLock.Held(var holder, _, _, _) -> w.cluster().member(holder);
            case LeaderLock.Absent _ -> throw new IllegalStateException("nobody holds the lock");
        };
    }

    /// Whose history counts: the leader's; in a standby cluster the remote's, whose standby the leader is.
    private static Member authority(World w) {
        return StandbyLeader.remote(w).orElseGet(() -> leader(w));
    }

    private static boolean justFailed(World w) {
        return !w.postgres().alive() && Pauses.afterFailure(w);
    }

    private static boolean needsCopy(World w) {
        return asked(w) || w.postgres().copyless();
    }

    private static boolean outgrown(World w) {
        return w.postgres() instanceof PostgresState.Running r && !r.primary() && r.facts().outgrown();
    }

    private static boolean asked(World w) {
        return w.local().request() instanceof LocalRequest.Reinitialize;
    }

    private static boolean fromLeader(World w) {
        return w.local().request() instanceof LocalRequest.Reinitialize(_, var fromLeader) && fromLeader;
    }

    private static boolean mustClone(World w) {
        return Rebuilding.mustClone(w, lineage(w), () -> authority(w));
    }

    static boolean leaderRuns(World w) {
        return leader(w).running() && (leader(w).role().equals("primary") || StandbyLeader.inForce(w) && leader(w).role().equals("standby_leader"));
    }

    private static Lineage lineage(World w) {
        return Lineage.of(w.postgres(), w.local().upstream());
    }
}
