package io.matriarch.core.ha.facet;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Action.Arming;
import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.FastFailover;
import io.matriarch.core.ha.LeaderRace;
import io.matriarch.core.ha.Pace;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.Stance.Then;
import io.matriarch.core.ha.StandbyLeader;
import io.matriarch.core.ha.Vow;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Step.StopMode;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The leader key: taken, renewed, or given away once nothing here can write. While etcd is dark the members are asked in its place.
public final class Lock {
    private Lock() {}

    public static List<Action> actions(World w, Stance stance) {
        if (stance instanceof Stance.Hold && FailsafeMode.asks(w) && renewalIsDue(w)) return List.of(new Action.AskMembers(FailsafeMode.claim(w), FailsafeMode.members(w)));
        return switch (w.lock()) {
            case LeaderLock.Absent _ -> stance instanceof Stance.Race ? List.of(new Action.TakeLock(
                    new DcsWrite.Acquire(w.me(), ttl(w), w.cluster().heartbeat().revision(), claim(w), proof(w), w.memory().connection(), nextTerm(w)), arming(w))) : List.of();
            case LeaderLock.Held held when stance instanceof Stance.Disown -> List.of(new Action.DisownLock(new DcsWrite.Disown(held)));
            case LeaderLock.Held lost when !lost.holder().equals(w.me()) && stance instanceof Stance.Race && FastFailover.lost(w) -> List.of(new Action.TakeLock(
                    new DcsWrite.Seize(w.me(), lost, ttl(w), claim(w), proof(w), w.memory().connection(), nextTerm(w)), arming(w)));
            case LeaderLock.Held _ when !w.holdsLock() -> List.of();
            case LeaderLock.Held mine -> mine(w, mine, stance);
        };
    }

    /// Only a standby will make a timeline, and not in a standby cluster. Anybody else says again which numbers are used up: etcd may have been wiped.
    private static TimelineClaim claim(World w) {
        return w.runningStandby() && !StandbyLeader.inForce(w) ? new TimelineClaim(w.me(), LeaderRace.nextTimeline(w)) : new TimelineClaim(TimelineClaim.NONE.by(), LeaderRace.lastTimeline(w));
    }

    private static List<Action> mine(World w, LeaderLock.Held mine, Stance stance) {
        return switch (stance) {
            case Stance.Quit _, Stance.Disown _ -> List.of();
            case Stance.Follow _ -> List.of(new Action.GiveLock(letGo(w, mine)));
            case Stance.StandDown(_, var then) when !w.postgres().alive() && !w.job().busy() -> give(w, mine, then);
            case Stance.StandDown(var mode, Then.LetGo _) when mode == StopMode.KILL -> lapse(w, mine);
            case Stance.StandDown _, Stance.Lead _, Stance.LeadStandby _, Stance.Race _, Stance.Bootstrap _, Stance.Rebuild _, Stance.Restore _, Stance.Restart _, Stance.CopySlots _, Stance.Hold _ ->
                    Stream.concat(keep(w, mine).stream(), retire(w, mine).stream()).toList();
        };
    }

    /// Processes that wait for a disk that hangs may not end even when they are killed, but write no more. So nothing is proven any more, and when the
    /// permit is over the key goes without a word: whoever comes next waits as for a leader that died. It would not expire: the member key
    /// hangs on the same lease.
    private static List<Action> lapse(World w, LeaderLock.Held mine) {
        return w.permitted() ? List.of() : List.of(new Action.DisownLock(new DcsWrite.Disown(mine)));
    }

    private static List<Action> keep(World w, LeaderLock.Held mine) {
        var nameless = Vow.inForce(w) && !termIsMine(w);
        if (!mine.lease().equals(w.lease().id()) || nameless)
            return List.of(new Action.TakeLock(new DcsWrite.Reclaim(w.me(), mine, ttl(w), proof(w), w.memory().connection(), termIsMine(w) ? Term.NONE : nextTerm(w)), arming(w)));
        // A pause has just begun: others hear that nobody ends this server, then the guardian is disarmed, and health goes on with a permit that nobody enforces.
        var handsOff = w.config().paused() && w.permit() instanceof Permit.Until;
        return handsOff || mustBeGuarded(w) || renewalIsDue(w) ? List.of(new Action.RenewLock(mine, proof(w), arming(w))) : List.of();
    }

    /// Nobody is ended in a pause, nor while there is nothing here that could ever need it.
    private static Arming arming(World w) {
        return w.config().paused() || StandbyLeader.harmless(w) ? Arming.HANDS_OFF : Arming.GUARDED;
    }

    /// Nobody would end what is started or promoted here next: it led a standby cluster, or through a pause.
    private static boolean mustBeGuarded(World w) {
        return w.permit() instanceof Permit.HandsOff && !w.config().paused() && !w.runningPrimary() && !StandbyLeader.harmless(w);
    }

    /// The number that this member may make, or has made when it led, is nobody's any more in a standby cluster.
    private static List<Action> retire(World w, LeaderLock.Held mine) {
        var claim = w.cluster().claim();
        var own = StandbyLeader.inForce(w) && !w.writable() && !w.job().busy() && claim.by().equals(w.me());
        return own ? List.of(new Action.Write(new DcsWrite.RetireClaim(mine, LeaderRace.lastTimeline(w), claim.modRevision()))) : List.of();
    }

    /// A tick that comes this much before the renewal is due renews all the same: timers are not exact.
    private static final Duration SOON = Duration.ofMillis(50);

    private static boolean renewalIsDue(World w) {
        return Pace.renewalDue(w).isBefore(w.now().plus(SOON));
    }

    private static DcsWrite.Proof proof(World w) {
        var published = w.cluster().status();
        var known = new ClusterStatus(LeaderRace.reached(w), Slots.published(w), LeaderRace.reachedOn(w), Synchrony.mark(w), Slots.retained(w));
        return new DcsWrite.Proof(!w.config().paused() || StandbyLeader.harmless(w), known.optime().known() && !known.equals(published) && !fallsBack(w, published) ? known : ClusterStatus.UNKNOWN);
    }

    /// Whoever has less than the last leader is leader by name only, until its server is a primary: others are measured by that leader still, or
    /// each that comes and goes would lose the allowed lag anew. A standby leader has what the remote has.
    private static boolean fallsBack(World w, ClusterStatus published) {
        return !w.runningPrimary() && !(StandbyLeader.inForce(w) && w.runningStandby()) && published.optime().isAfter(LeaderRace.reached(w)) && LeaderRace.reachedOn(w).compareTo(published.timeline()) <= 0;
    }

    private static List<Action> give(World w, LeaderLock.Held mine, Then then) {
        return switch (then) {
            case Then.Nothing _ -> keep(w, mine);
            case Then.LetGo _ -> List.of(new Action.GiveLock(letGo(w, mine)));
            case Then.HandTo(var successor) -> List.of(new Action.GiveLock(
                    new DcsWrite.HandOver(mine, successor, w.cluster().member(successor).lease(), StandbyLeader.inForce(w) ? Timeline.UNKNOWN : LeaderRace.nextTimeline(w), nextTerm(w))));
        };
    }

    private static DcsWrite.LetGo letGo(World w, LeaderLock.Held mine) {
        return new DcsWrite.LetGo(mine, release(w));
    }

    private static Release.Clean release(World w) {
        return switch (w.postgres()) {
            case PostgresState.Stopped(ControlData control, _) -> new Release.Clean(w.me(), control.timeline(), control.end());
            case PostgresState.Running r -> new Release.Clean(w.me(), r.timeline(), r.end());
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _, PostgresState.Starting _, PostgresState.Silent _ ->
                    new Release.Clean(w.me(), Timeline.UNKNOWN, WalPosition.ZERO);
        };
    }

    private static Term nextTerm(World w) {
        return Term.after(w.cluster().term().term(), w.memory().poll().heard());
    }

    private static boolean termIsMine(World w) {
        return w.cluster().term().by().equals(w.me());
    }

    private static Duration ttl(World w) {
        return w.config().timing().ttl();
    }
}
