package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import java.util.ArrayList;
import java.util.List;

/// What the leader keeps true for everybody: `initialize`, `config`, `history`, `failsafe`, also when somebody damaged them; and `initialize` while a cluster is being made.
public final class ClusterKeys {
    private ClusterKeys() {}

    public static List<Action> actions(World w, Stance stance) {
        return switch (w.dcs()) {
            case DcsView.Unreachable _ -> List.of();
            case DcsView.Reachable _ when w.job().busy() -> List.of();
            case DcsView.Reachable(var cluster, _, _) -> switch (cluster.lock()) {
                case LeaderLock.Held mine when w.holdsLock() && w.postgres() instanceof PostgresState.Running r && r.primary() ->
                        asLeader(w, mine, r);
                case LeaderLock.Held mine when StandbyLeader.leads(w) && w.postgres() instanceof PostgresState.Running r -> asStandbyLeader(w, mine, r);
                case LeaderLock.Held _ -> List.of();
                case LeaderLock.Absent _ -> asFounder(w);
            };
        };
    }

    private static List<Action> asLeader(World w, LeaderLock.Held mine, PostgresState.Running r) {
        var actions = new ArrayList<Action>();
        if (!(w.initialize() instanceof Initialize.Done)) actions.add(new Action.Write(new DcsWrite.FinishInitialize(r.systemId())));
        actions.addAll(config(w));
        actions.addAll(history(w, mine, r));
        actions.addAll(failsafe(w, mine));
        if (!r.facts().checkpointed()) actions.add(new Action.Checkpoint());
        return actions;
    }

    /// What nobody can read is written again from memory: an agent that starts knows no other. Only over what was read, so that a person's edit is not lost.
    private static List<Action> config(World w) {
        var known = w.config().document();
        var unreadable = w.cluster().config().fields().isEmpty() && !known.fields().isEmpty();
        return unreadable || w.cluster().configRevision() == 0 ? List.of(new Action.Write(new DcsWrite.PutConfig(known, w.cluster().configRevision()))) : List.of();
    }

    private static List<Action> asStandbyLeader(World w, LeaderLock.Held mine, PostgresState.Running r) {
        var actions = new ArrayList<Action>();
        if (!(w.initialize() instanceof Initialize.Done)) actions.add(new Action.Write(new DcsWrite.FinishInitialize(r.systemId())));
        actions.addAll(config(w));
        actions.addAll(remotesHistory(w, mine, r));
        actions.addAll(failsafe(w, mine));
        return actions;
    }

    /// As far as this copy has it: whoever is promoted one day is on the newest timeline by this. What the cluster had before it followed the remote is no part of it.
    private static List<Action> remotesHistory(World w, LeaderLock.Held mine, PostgresState.Running r) {
        if (r.replication().receiver() == Receiver.UNKNOWN) return List.of();
        var its = complete(w, r.replication().forks(), r.timeline());
        return its.equals(w.cluster().history()) ? List.of() : List.of(new Action.Write(new DcsWrite.PutHistory(mine, its)));
    }

    private static List<Action> failsafe(World w, LeaderLock.Held mine) {
        var wanted = FailsafeMode.wanted(w);
        var there = w.cluster().failsafe();
        return wanted.equals(there.members()) ? List.of() : List.of(new Action.Write(new DcsWrite.PutFailsafe(mine, new Failsafe(wanted, there.modRevision()))));
    }

    private static List<Action> history(World w, LeaderLock.Held mine, PostgresState.Running r) {
        return w.local().upstream() instanceof UpstreamView.Answered self && self.member().equals(w.me()) && self.timeline().equals(r.timeline())
                ? List.of(new Action.Write(new DcsWrite.PutHistory(mine, complete(w, self)))) : List.of();
    }

    /// The server knows where each timeline ended; who led next and when is kept from what was written before.
    private static TimelineHistory complete(World w, UpstreamView.Answered self) {
        var forks = self.forks();
        var named = forks.stream().map(fork -> fork.equals(forks.getLast()) ? fork.ledBy(w.me(), w.wallTime()) : fork).toList();
        return complete(w, named, self.timeline());
    }

    private static TimelineHistory complete(World w, List<TimelineHistory.Row> forks, Timeline present) {
        var known = w.cluster().history().rows();
        return TimelineHistory.of(forks.stream().map(fork -> known.stream()
                .filter(row -> row.ended().equals(fork.ended()) && row.fork().equals(fork.fork())).findFirst().orElse(fork)).toList(), present);
    }

    /// After initdb, or the copy of the remote: the system identifier makes the cluster known. After a failed one: somebody else may try.
    private static List<Action> asFounder(World w) {
        if (!(w.initialize() instanceof Initialize.InProgress(var revision))) return List.of();
        return switch (w.job()) {
            case JobStatus.Ended(var kind, _, var succeeded, _) when kind == JobKind.BOOTSTRAP -> succeeded ? finish(w)
                    : revision == w.local().founding() ? List.of(new Action.Write(new DcsWrite.CancelInitialize(revision))) : List.of();
            case JobStatus.Ended _, JobStatus.Idle _ -> founderDied(w) ? finish(w) : List.of();
            case JobStatus.Running _ -> List.of();
        };
    }

    /// An agent that ended between initdb and writing the identity finds its work done, and nobody at it.
    private static boolean founderDied(World w) {
        return w.cluster().heartbeat().revision() == 0 && !w.cluster().status().optime().known() && !MemberKey.anotherFounds(w);
    }

    private static List<Action> finish(World w) {
        return w.postgres() instanceof PostgresState.Stopped(var control, _) && StandbyLeader.founded(w, control)
                ? List.of(new Action.Write(new DcsWrite.FinishInitialize(control.systemId())), new Action.Write(new DcsWrite.PutConfig(w.node().bootstrap(), 0)))
                : List.of();
    }
}
