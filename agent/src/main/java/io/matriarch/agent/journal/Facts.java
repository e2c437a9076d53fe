package io.matriarch.agent.journal;

import io.matriarch.core.ha.Acknowledged;
import io.matriarch.core.ha.Following;
import io.matriarch.core.ha.Memory;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A World in few words: the facts that rules ask for, and only those that say something.
/// As long as there are kinds of facts.
public final class Facts {
    private Facts() {}

    /// For the log: the lock, the server, a job.
    static String brief(World w) {
        return dcs(w) + ", " + server(w.postgres()) + job(w.job()) + (w.permitted() ? ", permitted" : "");
    }

    /// For people who ask why: all that mattered, the most important first.
    public static List<String> of(World w) {
        var facts = new ArrayList<>(List.of(lock(w)));
        facts.add(server(w.postgres()) + silence(w));
        facts.add(permit(w));
        facts.addAll(job(w));
        facts.addAll(rebuilds(w));
        facts.addAll(requests(w));
        if (w.config().paused()) facts.add("paused");
        if (Following.of(w) instanceof Following.LeaderInstead instead) facts.add(instead.words());
        if (w.memory().crash() instanceof Memory.Crash.Since(var first)) facts.add("crashed " + ago(first, w));
        if (w.memory().recent().crashes().size() > 1) facts.add("%d crashes, the last %s".formatted(w.memory().recent().crashes().size(), ago(w.memory().recent().crashes().getLast(), w)));
        if (w.local().disk().state() instanceof DiskState.Unfit(var trouble, var since, _, var reason)) facts.add("disk %s since %s (%s)".formatted(trouble, span(since.until(w.now())), reason));
        if (!w.memory().recent().changes().isEmpty()) facts.add("%d changes of leader unasked, the last %s".formatted(w.memory().recent().changes().size(), ago(w.memory().recent().changes().getLast(), w)));
        if (Acknowledged.missingHere(w) > 0) facts.add("commits up to %s on timeline %s were acknowledged, and %d bytes of that are missing here".formatted(w.local().mark().end(), w.local().mark().timeline(), Acknowledged.missingHere(w)));
        if (w.local().upstream() instanceof UpstreamView.Answered(var member, _, var timeline, var end, var recovering, _))
            facts.add("%s's server tl=%s lsn=%s%s".formatted(member, timeline, end, recovering ? " (not promoted yet)" : ""));
        if (w.local().upstream() instanceof UpstreamView.Silent(var reason)) facts.add("the leader's server does not answer: " + reason);
        w.peers().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey()).forEach(p -> facts.add(p.getKey() + " " + peer(p.getValue())));
        return facts;
    }

    private static String lock(World w) {
        return switch (w.dcs()) {
            case DcsView.Unreachable(var reason) ->
                    "etcd unreachable, last seen %s (%s) | then %s".formatted(ago(w.memory().dcsSeen(), w), reason, holder(w.memory().cluster().lock()));
            case DcsView.Reachable(var cluster, _, _) -> switch (cluster.lock()) {
                case LeaderLock.Held held -> holder(held);
                case LeaderLock.Absent none -> holder(none) + released(cluster.release(), w);
            };
        };
    }

    private static String released(Release release, World w) {
        return switch (release) {
            case Release.Clean(var by, _, var stoppedAt) -> ", released by " + by + " at " + stoppedAt;
            case Release.None _ -> w.memory().sign().revision() == 0 ? ", nobody is known to have led" : ", last sign of a leader " + ago(w.memory().sign().since(), w);
        };
    }

    private static String holder(LeaderLock lock) {
        return switch (lock) {
            case LeaderLock.Held held -> "lock held by " + held.holder();
            case LeaderLock.Absent _ -> "no leader";
        };
    }

    private static String permit(World w) {
        return switch (w.permit()) {
            case Permit.None _ -> "no permit";
            case Permit.Until(_, var soft, _) -> w.now().isBefore(soft) ? "permit for " + span(w.now().until(soft)) + " more" : "permit ended " + ago(soft, w);
            case Permit.HandsOff _ -> "permit of a paused cluster";
        };
    }

    private static List<String> job(World w) {
        return switch (w.job()) {
            case JobStatus.Idle _ -> List.of();
            case JobStatus.Running(var kind, var since, var progress) ->
                    List.of("job %s under way since %s%s".formatted(kind, span(since.until(w.now())), progress.isEmpty() ? "" : " (" + progress + ")"));
            case JobStatus.Ended(var kind, var at, var succeeded, var reason) ->
                    List.of("job %s %s %s%s".formatted(kind, succeeded ? "succeeded" : "failed", ago(at, w), reason.isEmpty() ? "" : ": " + reason));
        };
    }

    /// The last of several: that of one alone is told as its job.
    private static List<String> rebuilds(World w) {
        var failures = w.local().rebuilds().failures();
        if (failures.size() < 2) return List.of();
        var last = failures.getLast();
        return List.of("%d attempts to rebuild this copy failed, the last (%s from %s) %s: %s".formatted(failures.size(), last.kind(), last.source(), ago(last.at(), w), last.reason()));
    }

    private static List<String> requests(World w) {
        var local = switch (w.local().request()) {
            case LocalRequest.None _ -> "";
            case LocalRequest.Restart _ -> "restart asked for";
            case LocalRequest.Restarted _ -> "restart over";
            case LocalRequest.Reinitialize _ -> "reinitialize asked for";
            case LocalRequest.Shutdown _ -> "asked to end";
        };
        var cluster = switch (w.request()) {
            case OperatorRequest.None _ -> "";
            case OperatorRequest.Failover(var candidate, _) -> "failover to " + candidate + " asked for";
            case OperatorRequest.Switchover(var from, OperatorRequest.Candidate.Best _, var at, _) -> "switchover from " + from + " asked for" + (at.isEmpty() ? "" : " at " + at);
            case OperatorRequest.Switchover(var from, OperatorRequest.Candidate.Named(var to), var at, _) ->
                    "switchover from " + from + " to " + to + " asked for" + (at.isEmpty() ? "" : " at " + at);
        };
        var later = w.local().scheduled() instanceof ScheduledRestart.At at ? "restart scheduled for " + at.schedule() : "";
        return Stream.of(local, later, cluster).filter(s -> !s.isEmpty()).toList();
    }

    private static String peer(PeerReport report) {
        return switch (report) {
            case PeerReport.Silent(var reason) -> "does not answer (" + reason + ")";
            case PeerReport.Answered a when !a.running() -> "answers, but its server does not run";
            case PeerReport.Answered a -> (a.primary() ? "primary" : "standby") + " tl=" + a.timeline() + " lsn=" + a.position()
                    + (a.tags().noFailover() ? " nofailover" : "") + (a.diskUnfit() ? " disk unfit" : "") + (a.watchdogFailed() ? " watchdog failed" : "");
        };
    }

    private static String ago(Moment then, World w) {
        return span(then.until(w.now())) + " ago";
    }

    /// `12 ms`, `3.2 s`, `15 min`.
    public static String span(Duration span) {
        if (span.compareTo(Duration.ofSeconds(1)) < 0) return span.toMillis() + " ms";
        return span.compareTo(Duration.ofMinutes(5)) < 0 ? String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0) : span.toMinutes() + " min";
    }

    private static String job(JobStatus job) {
        return switch (job) {
            case JobStatus.Running(var kind, _, var progress) -> ", " + (progress.isEmpty() ? "job " + kind : progress) + " under way";
            case JobStatus.Ended(var kind, _, var succeeded, var reason) when !succeeded -> ", job " + kind + " failed: " + reason;
            case JobStatus.Ended _, JobStatus.Idle _ -> "";
        };
    }

    private static String dcs(World world) {
        return switch (world.dcs()) {
            case DcsView.Unreachable(var reason) -> "etcd unreachable: " + reason;
            case DcsView.Reachable(var cluster, _, _) -> switch (cluster.lock()) {
                case LeaderLock.Absent _ -> "no leader";
                case LeaderLock.Held held -> "leader " + held.holder();
            };
        };
    }

    private static String silence(World w) {
        return switch (w.postgres()) {
            case PostgresState.Silent silent -> " since " + span(silent.since().until(w.now()));
            case PostgresState.Starting starting -> " since " + span(starting.since().until(w.now()));
            case PostgresState.Running r when !r.primary() -> r.replication().streaming() ? " streaming from " + r.replication().upstream() : " not streaming";
            case PostgresState.Running _, PostgresState.Stopped _, PostgresState.NoData _, PostgresState.HalfDone _, PostgresState.Unusable _ -> "";
        };
    }

    private static String server(PostgresState state) {
        return switch (state) {
            case PostgresState.Running r -> (r.primary() ? "primary" : "standby") + " tl=" + r.timeline() + " lsn=" + r.end();
            case PostgresState.Stopped(var control, var crashed) -> (crashed ? "crashed" : "stopped") + " tl=" + control.timeline() + " lsn=" + control.end();
            case PostgresState.NoData _ -> "no data";
            case PostgresState.HalfDone(var marker) -> "half-done " + marker;
            case PostgresState.Unusable(var reason) -> "unusable data: " + reason;
            case PostgresState.Starting(var standby, _, _) -> standby ? "standby starting" : "primary starting";
            case PostgresState.Silent(var primary, _, var reason) -> (primary ? "primary" : "standby") + " silent: " + reason;
        };
    }
}
