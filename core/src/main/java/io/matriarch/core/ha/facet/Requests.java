package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.ScheduledRestart;
import java.util.ArrayList;
import java.util.List;

/// Operators' requests end: the cluster's when a leader leads all the same, this node's when it is under way or cannot be done.
public final class Requests {
    private Requests() {}

    public static List<Action> actions(World w, Stance stance) {
        var actions = new ArrayList<Action>();
        if ((stance instanceof Stance.Lead || stance instanceof Stance.LeadStandby) && !w.job().busy()) actions.addAll(clear(w));
        actions.addAll(local(w, stance));
        if (w.local().scheduled() instanceof ScheduledRestart.At at) actions.addAll(scheduled(at, w));
        if (stance instanceof Stance.Quit(var code)) actions.add(new Action.Exit(code));
        return actions;
    }

    /// The leader leads: a request that is due has come true or cannot come true. A standby needs its word until it is promoted.
    private static List<Action> clear(World w) {
        var notYet = w.now().isBefore(w.requestDue()) || w.runningStandby() && !StandbyLeader.inForce(w) && !(LeaderRace.mayMakeTimeline(w) && Synchrony.mayOpen(w));
        if (notYet || Synchrony.unclaimed(w)) return List.of();
        return switch (w.request()) {
            case OperatorRequest.None _ -> List.of();
            case OperatorRequest.Switchover(_, _, _, var revision) -> List.of(new Action.Write(new DcsWrite.ClearRequest(revision)));
            case OperatorRequest.Failover(_, var revision) -> List.of(new Action.Write(new DcsWrite.ClearRequest(revision)));
        };
    }

    private static List<Action> local(World w, Stance stance) {
        return switch (w.local().request()) {
            case LocalRequest.Reinitialize _ when stance instanceof Stance.Rebuild -> answer(w, true, "reinitialize started");
            case LocalRequest.Reinitialize _ when w.holdsLock() -> answer(w, false, "I am the leader, can not reinitialize");
            case LocalRequest.Reinitialize _ when w.lock() instanceof LeaderLock.Absent && !w.job().busy() -> answer(w, false, "Cluster has no leader, can not reinitialize");
            // A look that began before the job ended may have found the server down.
            case LocalRequest.Restarted(var succeeded) -> w.job().busy() ? List.of() : restarted(succeeded, w);
            case LocalRequest.Restart _ when !(stance instanceof Stance.Restart) && !w.job().busy() -> answer(w, false, "restart failed");
            case LocalRequest.None _, LocalRequest.Restart _, LocalRequest.Reinitialize _, LocalRequest.Shutdown _ -> List.of();
        };
    }

    /// What is seen of the server after the restart: one that still starts has neither succeeded nor failed, and one that runs may be the one that could not be stopped.
    private static List<Action> restarted(boolean succeeded, World w) {
        return switch (w.postgres()) {
            case PostgresState.Running _ -> answer(w, succeeded, succeeded ? "restarted successfully" : "restart failed");
            case PostgresState.Starting _, PostgresState.Silent _ -> answer(w, false, "postgres is still starting");
            case PostgresState.Stopped _, PostgresState.NoData _, PostgresState.HalfDone _, PostgresState.Unusable _ -> answer(w, false, "restart failed");
        };
    }

    private static List<Action> answer(World w, boolean succeeded, String reason) {
        return List.of(new Action.RequestDone(w.local().request(), succeeded, reason));
    }

    /// At its time, where somebody leads and nothing else is under way. A pause leaves the server alone.
    private static List<Action> scheduled(ScheduledRestart.At at, World w) {
        if (at.overtaken(w.postgres())) return List.of(new Action.EndSchedule(at, false, "the server has been started again since it was scheduled"));
        if (w.now().isBefore(at.due())) return List.of();
        if (at.due().until(w.now()).compareTo(OperatorRequest.LATE) > 0) return List.of(new Action.EndSchedule(at, false, "its time has passed and it could not be done then"));
        if (w.config().paused() || w.job().busy() || !(w.local().request() instanceof LocalRequest.None) || w.lock() instanceof LeaderLock.Absent) return List.of();
        var meant = at.filter().admits(MemberKey.role(w), w.postgres());
        return List.of(new Action.EndSchedule(at, meant, meant ? "it is due" : "restart conditions are not satisfied"));
    }
}
