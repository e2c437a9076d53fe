package io.matriarch.core.ha;

import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Notice;
import io.matriarch.core.view.Notice.Event;
import io.matriarch.core.view.Notice.Role;
import io.matriarch.core.view.PostgresState;
import java.util.List;

/// What the operator's scripts know of the server, and what they are to hear next. Nothing is decided by it.
///
/// They hear what was seen, not what was asked for: a server that crashed or was fenced has stopped, too, and one that a job has just promoted is a
/// primary when it answers as one. A new role is told alone: starting, stopping or restarting in that role goes without saying. Of a cluster that is being
/// made they hear when its first server is up. `job` is the end of the last job that was taken in.
public record Told(Phase phase, Role role, Moment job) {
    public static final Told NOTHING = new Told(Phase.UNKNOWN, Role.REPLICA, new Moment(Long.MIN_VALUE));

    public enum Phase {
        UNKNOWN, UP, DOWN
    }

    /// What is to be told after this look; nothing where nothing has changed.
    public List<Notice> news(World w) {
        if (!tells(w)) return List.of();
        return switch (w.postgres()) {
            case PostgresState.Running r -> up(role(r, w), w);
            case PostgresState.Down _ -> down(w);
            case PostgresState.Starting _, PostgresState.Silent _ -> List.of();
        };
    }

    /// Whether this look says what has become of the server. How a job has ended is kept for the first that does.
    private static boolean tells(World w) {
        return switch (w.postgres()) {
            case PostgresState.Running _ -> !w.job().busy();
            case PostgresState.Down _ -> !silenced(w);
            case PostgresState.Starting _, PostgresState.Silent _ -> false;
        };
    }

    /// What they know when they have heard that.
    public Told after(World w) {
        var heard = news(w).stream().reduce(this, Told::hearing, (_, last) -> last);
        return tells(w) && w.job() instanceof JobStatus.Ended(_, var at, _, _) ? new Told(heard.phase, heard.role, at) : heard;
    }

    private Told hearing(Notice notice) {
        var down = notice.event() == Event.ON_STOP || notice.role() == Role.DEMOTED;
        return new Told(down ? Phase.DOWN : Phase.UP, notice.role(), job);
    }

    /// Who leads is not known while etcd is away: then it is what they heard last.
    private Role role(PostgresState.Running r, World w) {
        if (r.primary()) return Role.PRIMARY;
        var leads = w.dcs() instanceof DcsView.Reachable ? StandbyLeader.leads(w) : role == Role.STANDBY_LEADER;
        return leads ? Role.STANDBY_LEADER : Role.REPLICA;
    }

    private List<Notice> up(Role now, World w) {
        return switch (phase) {
            case UNKNOWN -> told(Event.ON_START, now);
            case DOWN -> told(now == role ? Event.ON_START : Event.ON_ROLE_CHANGE, now);
            case UP -> now == role ? startedAnew(w) : told(Event.ON_ROLE_CHANGE, now);
        };
    }

    /// It was down between two looks.
    private List<Notice> startedAnew(World w) {
        if (!(w.job() instanceof JobStatus.Ended(var kind, var at, var succeeded, _)) || !succeeded || at.equals(job)) return List.of();
        return switch (kind) {
            case RESTART, COPY_SLOTS -> told(Event.ON_RESTART, role);
            case CLONE, REWIND, START_STANDBY, START_PRIMARY -> told(Event.ON_START, role);
            case BOOTSTRAP, STOP, PRE_PROMOTE, PROMOTE -> List.of();
        };
    }

    private List<Notice> down(World w) {
        if (phase == Phase.UP) return told(Event.ON_STOP, role);
        var lost = phase == Phase.DOWN && role == Role.PRIMARY && w.job().failed(JobKind.START_PRIMARY) && !w.holdsLock();
        return lost ? told(Event.ON_ROLE_CHANGE, Role.DEMOTED) : List.of();
    }

    /// While a cluster is made, and in the middle of a restart.
    private static boolean silenced(World w) {
        return w.job() instanceof JobStatus.Running(var kind, _, _) && (kind == JobKind.BOOTSTRAP || kind == JobKind.RESTART || kind == JobKind.COPY_SLOTS);
    }

    private static List<Notice> told(Event event, Role role) {
        return List.of(new Notice(event, role));
    }
}
