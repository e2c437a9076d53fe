package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Candidacy;
import io.matriarch.core.ha.Following;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Way;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.Vow;
import io.matriarch.core.ha.World;
import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.Step.CloneFrom.Ways;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.port.Step.Upstream;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.StandbyCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The server's role: started, stopped, promoted, pointed at its upstream, rebuilt. Long work is a job of steps.
public final class Role {
    private Role() {}

    /// What must happen before anything else: a job that has lost its ground ends, and nothing guards a standby that is one for certain.
    /// A primary's guardian is disarmed in a pause, too, but only by the proof that tells others so.
    public static List<Action> fence(World w, Stance stance) {
        if (stance instanceof Stance.StandDown(var mode, _) && w.job().busy()) return interrupt(w, mode);
        var needless = !w.writable() && !w.job().busy() && (w.config().paused() || !w.holdsLock()) && !PendingPromotion.mayCome(w) && !mayHoldTheLock(w);
        return w.permit() instanceof Permit.Until && needless ? List.of(new Action.Disarm()) : List.of();
    }

    /// For all that etcd said last, when it still answered.
    private static boolean mayHoldTheLock(World w) {
        return w.postgres().alive() && w.dcs() instanceof DcsView.Unreachable && w.memory().cluster().lock() instanceof LeaderLock.Held held && held.holder().equals(w.me());
    }

    private static List<Action> interrupt(World w, StopMode mode) {
        var stopping = w.job() instanceof JobStatus.Running(var kind, _, _) && kind == JobKind.STOP;
        if (stopping) return List.of();
        return mode == StopMode.FAST ? List.of(new Action.CancelJob()) : List.of(new Action.CancelJob(), new Action.Kill());
    }

    public static List<Action> actions(World w, Stance stance) {
        if (w.job().busy()) return List.of();
        if (Vow.toWrite(w) instanceof Promised.To && receives(stance)) return List.of();
        return switch (stance) {
            case Stance.Lead _ -> lead(w);
            case Stance.LeadStandby _ -> leadStandby(w);
            case Stance.Follow _ -> follow(w);
            case Stance.StandDown(var mode, _) -> w.postgres().alive() ? List.of(job(JobKind.STOP, stop(w, mode))) : List.of();
            case Stance.Bootstrap _ -> bootstrap(w);
            case Stance.Rebuild(var way, var source) -> rebuild(w, way, source);
            case Stance.Restore _ -> List.of(job(JobKind.CLONE, new Step.Restore(w.config()), new Step.StartStandby(Upstream.NOBODY, w.config())));
            case Stance.Restart _ -> restart(w);
            case Stance.CopySlots(var leader, var slots) -> List.of(job(JobKind.COPY_SLOTS, new Step.FetchSlots(leader, slots), new Step.Stop(StopMode.FAST, false), new Step.StartStandby(upstream(w), w.config())));
            case Stance.Hold _, Stance.Race _, Stance.Disown _, Stance.Quit _ -> List.of();
        };
    }

    /// What makes this copy receive from somebody: nothing of it before the promise to him is on disk.
    private static boolean receives(Stance stance) {
        return stance instanceof Stance.Follow || stance instanceof Stance.Rebuild || stance instanceof Stance.Restart || stance instanceof Stance.CopySlots;
    }

    private static List<Action> lead(World w) {
        return switch (w.postgres()) {
            case PostgresState.Running r when !r.primary() -> Candidacy.mayLead(w) && Synchrony.mayOpen(w) ? List.of(promote(w)) : List.of();
            case PostgresState.Stopped(var control, _) when control.standby() ->
                    List.of(job(JobKind.START_STANDBY, new Step.StartStandby(Upstream.NOBODY, w.config())));
            case PostgresState.Stopped(var control, _) -> open(w, control);
            case PostgresState.Running _, PostgresState.Starting _, PostgresState.Silent _, PostgresState.NoData _, PostgresState.Unusable _,
                    PostgresState.HalfDone _ -> List.of();
        };
    }

    /// Recovered first, where the key has to be written first ([Showing]): an election goes on as before while that takes its time, or if it fails.
    private static List<Action> open(World w, ControlData control) {
        if (Showing.secured(w)) return List.of(job(JobKind.START_PRIMARY, startPrimary(w)));
        return control.cleanly() ? List.of() : List.of(job(JobKind.START_PRIMARY, new Step.Recover(w.config())));
    }

    /// The lock usually came with the claim; where it did not, the claim is made first.
    private static Action promote(World w) {
        if (LeaderRace.mayMakeTimeline(w)) return job(JobKind.PROMOTE, new Step.PrePromote(), new Step.Promote(w.cluster().claim().number()));
        return new Action.Write(new DcsWrite.ClaimTimeline((LeaderLock.Held) w.lock(), LeaderRace.nextTimeline(w), w.cluster().claim().modRevision()));
    }

    /// A standby leader that was another's standby before follows nobody, rather than a former leader, where WAL comes from an archive alone.
    private static List<Action> leadStandby(World w) {
        var stray = upstream(w) instanceof Upstream.Nobody && w.postgres() instanceof PostgresState.Running r && r.facts().configuredUpstream().known();
        return stray ? List.of(new Action.Follow(Upstream.NOBODY)) : follow(w);
    }

    private static List<Action> follow(World w) {
        return switch (w.postgres()) {
            case PostgresState.Stopped _ -> List.of(job(JobKind.START_STANDBY, new Step.StartStandby(upstream(w), w.config())));
            case PostgresState.Running r when !r.primary() && upstream(w) instanceof Upstream.Of of
                    && !of.endpoint().equals(r.facts().configuredUpstream()) -> List.of(new Action.Follow(of));
            case PostgresState.Running r when !r.primary() && upstream(w) instanceof Upstream.Remote remote
                    && !remote.endpoint().equals(r.facts().configuredUpstream()) -> List.of(new Action.Follow(remote));
            case PostgresState.Running r when !r.primary() && Following.of(w) instanceof Following.Archive && r.facts().configuredUpstream().known() ->
                    List.of(new Action.Follow(Upstream.NOBODY));
            // A copy that lacks WAL to be consistent takes no connections until it has it, and its old upstream may be gone for ever.
            case PostgresState.Starting starting when starting.standby() && !(upstream(w) instanceof Upstream.Nobody) -> List.of(new Action.Follow(upstream(w)));
            case PostgresState.Running _, PostgresState.Starting _, PostgresState.Silent _, PostgresState.NoData _, PostgresState.Unusable _,
                    PostgresState.HalfDone _ -> List.of();
        };
    }

    /// Whom it follows, once that one's member key says where it is; nobody while nobody else leads (but who has more WAL than a preferred member), or nothing may be received.
    private static Upstream upstream(World w) {
        if (w.holdsLock() && w.config().standbyCluster() instanceof StandbyCluster.Following following) return StandbyLeader.upstream(following);
        return switch (Following.of(w)) {
            case Following.Leader(var leader) when Vow.mayReceive(w) -> upstream(leader);
            case Following.LeaderInstead(var leader, _, _) when Vow.mayReceive(w) -> upstream(leader);
            case Following.Standby(var standby) when Vow.mayReceive(w) -> upstream(standby);
            case Following.Ahead(var standby) -> upstream(standby);
            case Following.Leader _, Following.LeaderInstead _, Following.Standby _, Following.Archive _, Following.Nobody _ -> Upstream.NOBODY;
        };
    }

    private static Upstream upstream(Member member) {
        return member.endpoint().known() ? new Upstream.Of(member.name(), member.endpoint()) : Upstream.NOBODY;
    }

    private static List<Action> bootstrap(World w) {
        var actions = new ArrayList<Action>();
        actions.add(new Action.Write(new DcsWrite.StartInitialize(w.initialize() instanceof Initialize.InProgress(var revision) ? revision : 0)));
        var config = new io.matriarch.core.view.ClusterConfig(w.node().bootstrap());
        actions.add(StandbyLeader.remote(w).map(remote -> job(JobKind.BOOTSTRAP, new Step.CloneFrom(remote, w.config())))
                .orElseGet(() -> StandbyLeader.inForce(w) ? job(JobKind.BOOTSTRAP, new Step.Restore(w.config())) : job(JobKind.BOOTSTRAP, new Step.InitDatabase(config), new Step.CreateUsers(config))));
        return actions;
    }

    private static List<Action> rebuild(World w, Way way, Member source) {
        if (!Vow.mayReceive(w)) return List.of();
        var steps = new ArrayList<Step>();
        if (w.postgres().alive()) steps.add(new Step.Stop(way == Way.CLONE ? StopMode.IMMEDIATE : StopMode.FAST, false));
        steps.add(way == Way.CLONE ? new Step.CloneFrom(source, w.config(), ways(w)) : new Step.RewindTo(source, w.config()));
        steps.add(new Step.StartStandby(upstream(w), w.config()));
        return List.of(new Action.RunJob(way == Way.CLONE ? JobKind.CLONE : JobKind.REWIND, steps));
    }

    /// Who asks for a copy of the leader means its data as they are, not a backup of them.
    private static Ways ways(World w) {
        return w.local().request() instanceof LocalRequest.Reinitialize(_, var fromLeader) && fromLeader ? Ways.BASE_BACKUP : Ways.CONFIGURED;
    }

    /// As what it is: a standby that was given the lock a moment ago has to be promoted, never started as the primary of its old timeline.
    private static List<Action> restart(World w) {
        var stop = new Step.Stop(StopMode.FAST, w.runningPrimary());
        if (!w.holdsLock() || w.standby()) return List.of(job(JobKind.RESTART, stop, new Step.StartStandby(upstream(w), w.config())));
        if (Showing.secured(w)) return List.of(job(JobKind.RESTART, stop, startPrimary(w)));
        return w.postgres() instanceof PostgresState.Stopped(var control, _) ? open(w, control) : List.of();
    }

    private static Step stop(World w, StopMode mode) {
        return new Step.Stop(mode, mode == StopMode.FAST && w.runningPrimary() && w.permitted(), mode == StopMode.FAST && w.writable() ? limit(w) : Step.Stop.NO_LIMIT);
    }

    /// A synchronous primary may be killed for the next leader's sake, for that loses nothing: what a client was told of is on the disks of so many voters that an election finds one of them, and what the end of a fast shutdown
    /// would send besides was told to nobody. In asynchronous mode it is what keeps a switchover from losing rows, so there it takes the time that it takes.
    private static Duration limit(World w) {
        return SyncMode.of(w.config().document()).synchronous() ? w.config().primaryStopTimeout() : Step.Stop.NO_LIMIT;
    }

    private static Step startPrimary(World w) {
        return new Step.StartPrimary(w.permit(), w.config());
    }

    private static Action job(JobKind kind, Step... steps) {
        return new Action.RunJob(kind, List.of(steps));
    }
}
