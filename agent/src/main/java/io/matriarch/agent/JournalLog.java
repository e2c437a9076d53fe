package io.matriarch.agent;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Journal;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.PostgresState;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decisions in the log: a line when the rule changed or something was done beyond the usual, with what was seen and how it ended.
final class JournalLog implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger("io.matriarch.decision");
    private String last = "";

    @Override
    public void record(World world, Decision decision, List<Performed> performed) {
        var deeds = performed.stream().filter(p -> !p.succeeded() || !usual(p.action())).map(JournalLog::deed).collect(Collectors.joining("; "));
        var line = decision.rule() + deeds;
        if (line.equals(last)) return;
        last = line;
        LOG.info("{}: {} [{}]{}", decision.rule(), decision.because(), seen(world), deeds.isEmpty() ? "" : " -> " + deeds);
    }

    @Override
    public void bug(RuntimeException bug) {
        LOG.error("an exception that should not exist: nothing is done in this tick; please report it as a bug", bug);
    }

    /// What a healthy cluster does in every tick is not worth a line.
    private static boolean usual(Action action) {
        return action instanceof Action.RenewLock || action instanceof Action.Write(var write)
                && (write instanceof DcsWrite.PutMember || write instanceof DcsWrite.PutStatus);
    }

    private static String deed(Performed p) {
        return name(p.action()) + (p.succeeded() ? " ok" : " failed: " + p.outcome());
    }

    private static String name(Action action) {
        return switch (action) {
            case Action.Write(var write) -> write.getClass().getSimpleName();
            case Action.TakeLock(var write, _) -> write.getClass().getSimpleName();
            case Action.GiveLock(var write) -> write.getClass().getSimpleName();
            case Action.RunJob(var kind, _) -> "job " + kind;
            case Action.RenewLock _, Action.CancelJob _, Action.Kill _, Action.Follow _, Action.Disarm _, Action.CreateSlots _, Action.DropSlots _, Action.Configure _,
                    Action.Checkpoint _, Action.RequestDone _, Action.Exit _ -> action.getClass().getSimpleName();
        };
    }

    private static String seen(World world) {
        return lock(world) + ", " + server(world.postgres()) + job(world.job()) + (world.permitted() ? ", permitted" : "");
    }

    private static String job(JobStatus job) {
        return switch (job) {
            case JobStatus.Running(var kind, _, var progress) -> ", " + (progress.isEmpty() ? "job " + kind : progress) + " under way";
            case JobStatus.Ended(var kind, _, var succeeded, var reason) when !succeeded -> ", job " + kind + " failed: " + reason;
            case JobStatus.Ended _, JobStatus.Idle _ -> "";
        };
    }

    private static String lock(World world) {
        return switch (world.dcs()) {
            case DcsView.Unreachable(var reason) -> "etcd unreachable: " + reason;
            case DcsView.Reachable(var cluster, _) -> switch (cluster.lock()) {
                case LeaderLock.Absent _ -> "no leader";
                case LeaderLock.Held held -> "leader " + held.holder();
            };
        };
    }

    private static String server(PostgresState state) {
        return switch (state) {
            case PostgresState.Running r -> (r.primary() ? "primary" : "standby") + " tl=" + r.timeline() + " lsn=" + r.end();
            case PostgresState.Stopped(var control, var crashed) -> (crashed ? "crashed" : "stopped") + " tl=" + control.timeline() + " lsn=" + control.end();
            case PostgresState.NoData _ -> "no data";
            case PostgresState.HalfDone(var marker) -> "half-done " + marker;
            case PostgresState.Unusable(var reason) -> "unusable data: " + reason;
            case PostgresState.Starting(var standby, _) -> standby ? "standby starting" : "primary starting";
            case PostgresState.Silent(var primary, _, var reason) -> (primary ? "primary" : "standby") + " silent: " + reason;
        };
    }
}
