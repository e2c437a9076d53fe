package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.OperatorRequest;
import java.util.ArrayList;
import java.util.List;

/// Operators' requests end: the cluster's when a leader leads all the same, this node's when it is under way or cannot be done.
public final class Requests {
    private Requests() {}

    public static List<Action> actions(World w, Stance stance) {
        var actions = new ArrayList<Action>();
        if ((stance instanceof Stance.Lead || stance instanceof Stance.LeadStandby) && !w.job().busy()) actions.addAll(clear(w));
        actions.addAll(local(w, stance));
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
            case LocalRequest.Reinitialize _ when stance instanceof Stance.Rebuild -> List.of(new Action.RequestDone(true, "reinitialize started"));
            case LocalRequest.Reinitialize _ when w.holdsLock() -> List.of(new Action.RequestDone(false, "I am the leader, can not reinitialize"));
            case LocalRequest.Restart _ when !(stance instanceof Stance.Restart) && !w.job().busy() ->
                    List.of(new Action.RequestDone(false, "restart failed"));
            case LocalRequest.None _, LocalRequest.Restart _, LocalRequest.Reinitialize _, LocalRequest.Shutdown _ -> List.of();
        };
    }
}
