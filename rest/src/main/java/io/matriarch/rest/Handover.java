package io.matriarch.rest;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// A switchover or failover as asked for, and Patroni's checks of it, in Patroni's order and words. Pure.
/// Empty texts: not given.
record Handover(String action, String leader, String candidate, String at) {

    sealed interface Verdict {
        /// Nothing against it so far; one of these members must prove fit. No members when it is scheduled: the time will tell.
        record Ask(Handover handover, List<Member> candidates) implements Verdict {}

        record Refused(Reply reply) implements Verdict {}
    }

    static Handover of(String action, Document body) {
        return new Handover(action, text(body, "leader"), text(body, "candidate").isEmpty() ? text(body, "member") : text(body, "candidate"), text(body, "scheduled_at"));
    }

    /// Judges the request against the cluster; `wallTime` is now in ISO.
    Verdict judge(ClusterView cluster, String wallTime) {
        var paused = cluster.config().truth("pause", false);
        if (failover() && candidate.isEmpty()) return refused(400, "Failover could be performed only to a specific candidate");
        if (!failover() && leader.isEmpty()) return refused(400, "Switchover could be performed only from a specific leader");
        if (scheduled() && failover()) return refused(400, "Failover can't be scheduled");
        if (scheduled() && paused) return refused(400, "Can't schedule switchover in the paused state");
        return switch (scheduled() ? Schedule.parse(at, action, wallTime) : new Schedule.At("")) {
            case Schedule.Wrong(var status, var text) -> refused(status, text);
            case Schedule.At(var iso) -> new Handover(leader.isEmpty() ? action : "switchover", leader, candidate, iso).judgeNames(cluster, paused);
        };
    }

    private Verdict judgeNames(ClusterView cluster, boolean paused) {
        if (paused && candidate.isEmpty()) return refused(400, "Switchover is possible only to a specific candidate in a paused state");
        if (leader.equals(candidate)) return refused(400, "Switchover target and source are the same");
        if (scheduled()) return new Verdict.Ask(this, List.of());
        if (!leader.isEmpty() && !leader.equals(holder(cluster))) return refused(412, "leader name does not match");
        return judgeCandidates(cluster, SyncMode.of(cluster.config()).kind() == SyncMode.Kind.ON);
    }

    private Verdict judgeCandidates(ClusterView cluster, boolean synchronous) {
        if (!candidate.isEmpty()) {
            if (!failover() && synchronous && !SyncMode.names(cluster.sync(), new MemberName(candidate)))
                return refused(412, "candidate name does not match with sync_standby");
            return ask(cluster.members().stream().filter(m -> m.name().value().equals(candidate)).toList(), "candidate does not exists");
        }
        if (synchronous)
            return ask(cluster.members().stream().filter(m -> SyncMode.names(cluster.sync(), m.name())).toList(),
                    action + " is not possible: can not find sync_standby");
        return ask(cluster.members().stream().filter(m -> !m.name().value().equals(holder(cluster)) && !m.apiUrl().isEmpty()).toList(),
                action + " is not possible: cluster does not have members except leader");
    }

    private Verdict ask(List<Member> candidates, String whenNone) {
        return candidates.isEmpty() ? refused(412, whenNone) : new Verdict.Ask(this, candidates);
    }

    /// Whether one of the candidates answered and may lead.
    static boolean anyFit(Collection<PeerReport> reports) {
        return reports.stream().anyMatch(r -> r instanceof PeerReport.Answered a && a.running() && !a.tags().noFailover() && !a.watchdogFailed());
    }

    Reply nobodyFit() {
        return Reply.text(412, action + " is not possible: no good candidates have been found");
    }

    /// The value of the `failover` key. The candidate is `member` there.
    Document document() {
        var fields = new LinkedHashMap<String, Object>();
        if (!leader.isEmpty()) fields.put("leader", leader);
        if (!candidate.isEmpty()) fields.put("member", candidate);
        if (scheduled()) fields.put("scheduled_at", at);
        return new Document(fields);
    }

    boolean scheduled() {
        return !at.isEmpty();
    }

    boolean failover() {
        return action.equals("failover");
    }

    /// "Switchover" or "Failover".
    String title() {
        return failover() ? "Failover" : "Switchover";
    }

    /// Who holds the lock; empty when nobody does.
    static String holder(ClusterView cluster) {
        return cluster.lock() instanceof LeaderLock.Held held ? held.holder().value() : "";
    }

    private static Verdict refused(int status, String text) {
        return new Verdict.Refused(Reply.text(status, text));
    }

    /// JSON null is not given, as in Patroni's clients.
    private static String text(Document body, String key) {
        return body.text(key, "");
    }
}
