package io.matriarch.core.ha;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What else has to be looked at before this World can be decided: asking costs time, so only what a rule will read is asked for.
public final class Asks {
    private static final Duration OPENS_SOON = Duration.ofSeconds(5);

    private Asks() {}

    /// The members whose agents are to be asked: all others, when the next leader is in question, or whether anybody has data. In an election those
    /// who promise nothing.
    public static List<Member> peers(World world) {
        if (!(world.dcs() instanceof DcsView.Reachable)) return List.of();
        return nextLeaderInQuestion(world) ? Witness.electorate(world) : MixedCluster.toAsk(world);
    }

    private static boolean nextLeaderInQuestion(World w) {
        return switch (w.lock()) {
            case LeaderLock.Absent _ -> w.runningStandby() || Founding.ripe(w) || StandbyLeader.couldCopy(w);
            case LeaderLock.Held _ when !w.holdsLock() -> FastFailover.suspected(w);
            case LeaderLock.Held _ -> w.stopped() && !recovered(w) || SlowStart.overdue(w) || w.diskUnfit() || w.watchdogUnfit() || Witness.inDoubt(w) || requested(w) || w.local().request() instanceof LocalRequest.Shutdown;
        };
    }

    /// A synchronous primary that has just been recovered opens: who else could lead was asked when it was found down, and asking those who are away takes its time.
    private static boolean recovered(World w) {
        return SyncMode.of(w.config().document()).synchronous() && w.postgres() instanceof PostgresState.Stopped(var control, _) && control.cleanly()
                && w.job() instanceof JobStatus.Ended(var kind, var at, var succeeded, _) && kind == JobKind.START_PRIMARY && succeeded && w.now().isBefore(at.plus(OPENS_SOON));
    }

    private static boolean requested(World w) {
        return !(w.request() instanceof OperatorRequest.None) && !w.now().isBefore(w.requestDue());
    }

    /// The member whose server is to be asked for its timeline history: the leader's when this copy may not be able to follow it (the remote's in a standby
    /// cluster), our own when the cluster's `history` has to be written.
    public static Optional<Member> upstream(World world) {
        var remote = StandbyLeader.remote(world);
        return remote.isPresent() ? remote.filter(_ -> world.lock() instanceof LeaderLock.Held && mayHaveDiverged(world)) : ofMembers(world);
    }

    private static Optional<Member> ofMembers(World world) {
        return switch (world.lock()) {
            case LeaderLock.Held held when !held.holder().equals(world.me()) && mayHaveDiverged(world) ->
                    Optional.of(world.cluster().member(held.holder()));
            case LeaderLock.Held _ when world.holdsLock() && historyIsStale(world) ->
                    Optional.of(world.cluster().member(world.me()));
            case LeaderLock.Held _, LeaderLock.Absent _ -> Optional.empty();
        };
    }

    private static boolean mayHaveDiverged(World w) {
        return !w.job().busy() && switch (w.postgres()) {
            case PostgresState.Stopped _ -> true;
            case PostgresState.Running r -> !r.primary() && !r.replication().streaming();
            case PostgresState.Starting starting -> starting.standby();
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _, PostgresState.Silent _ -> false;
        };
    }

    public static boolean historyIsStale(World w) {
        return w.postgres() instanceof PostgresState.Running r && r.primary() && r.timeline().id() > 1
                && !w.cluster().history().current().equals(r.timeline());
    }
}
