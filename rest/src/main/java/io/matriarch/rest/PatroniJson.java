package io.matriarch.rest;

import io.matriarch.core.ha.MixedCluster;
import io.matriarch.core.ha.PendingPromotion;
import io.matriarch.core.ha.Vow;
import io.matriarch.core.ha.World;
import io.matriarch.core.ha.promise.Voting;
import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OperatorRequest.Candidate;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState.Follower;
import io.matriarch.core.view.PostgresState.HalfDone;
import io.matriarch.core.view.PostgresState.NoData;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Patroni's JSON shapes, all of them, in Patroni's order of fields: `/patroni`, `/cluster`, `/history`.
/// Longer than the house's files on purpose: whoever compares a shape with Patroni's finds it in one place.
final class PatroniJson {
    private PatroniJson() {}

    /// `GET /patroni`, and the body of every health check.
    static Map<String, Object> status(Standing s, String version) {
        var json = new LinkedHashMap<String, Object>();
        var world = s.snapshot().world();
        var running = s.running();
        json.put("state", PatroniWords.state(s));
        if (running && s.postgres() instanceof Running r) json.put("postmaster_start_time", r.facts().startedAt());
        json.put("role", PatroniWords.role(s));
        if (running && s.postgres() instanceof Running r) server(json, r, s);
        if (s.config().paused()) json.put("pause", true);
        if (unlocked(s)) json.put("cluster_unlocked", true);
        if (s.failsafe()) json.put("failsafe_mode_is_active", true);
        json.put("dcs_last_seen", s.snapshot().epochSeconds());
        if (!world.node().tags().all().fields().isEmpty()) json.put("tags", world.node().tags().all().fields());
        var systemId = systemId(s);
        if (!systemId.isEmpty()) json.put("database_system_identifier", systemId);
        if (running && s.postgres() instanceof Running r && r.facts().pendingRestart()) {
            json.put("pending_restart", true);
            json.put("pending_restart_reason", r.facts().restartReasons().fields());
        }
        json.put("patroni", ordered("version", version, "scope", world.node().scope(), "name", world.me().value()));
        if (world.local().scheduled() instanceof ScheduledRestart.At at) json.put("scheduled_restart", at.asked().fields());
        if (world.watchdogUnfit()) json.put("watchdog_failed", true);
        json.put("matriarch", own(s.snapshot(), s));
        return json;
    }

    static boolean unlocked(Standing s) {
        return s.dark() || s.cluster().lock() instanceof LeaderLock.Absent;
    }

    private static void server(Map<String, Object> json, Running r, Standing s) {
        json.put("server_version", r.facts().version());
        json.put("xlog", xlog(r));
        if (!r.primary()) standby(json, s);
        json.put("timeline", r.timeline().known() ? r.timeline().id() : null);
        var replicationState = PatroniWords.replicationState(r);
        if (!replicationState.isEmpty()) json.put("replication_state", replicationState);
        var followers = r.replication().followers();
        if (!followers.isEmpty()) json.put("replication", followers.stream().map(PatroniJson::follower).toList());
    }

    private static void standby(Map<String, Object> json, Standing s) {
        if (!SyncMode.names(s.cluster().sync(), s.snapshot().world().me())) return;
        switch (SyncMode.of(s.config().document()).kind()) {
            case ON -> json.put("sync_standby", true);
            case QUORUM -> json.put("quorum_standby", true);
            case OFF -> { }
        }
    }

    /// Peers tell a primary from a standby by a `location` that is there and not zero.
    private static Map<String, Object> xlog(Running r) {
        if (r.primary()) return ordered("location", r.end().bytes());
        var replication = r.replication();
        var received = replication.received().known() ? replication.received() : replication.replayed();
        var replayedAt = r.facts().replayedAt();
        return ordered("received_location", received.bytes(), "replayed_location", replication.replayed().bytes(),
                "replayed_timestamp", replayedAt.isEmpty() ? null : replayedAt, "paused", r.facts().replayPaused());
    }

    private static Map<String, Object> follower(Follower f) {
        return ordered("usename", f.user(), "application_name", f.application(), "client_addr", f.address().isEmpty() ? null : f.address(),
                "state", f.state(), "sync_state", f.syncState(), "sync_priority", f.syncPriority());
    }

    private static String systemId(Standing s) {
        if (s.postgres() instanceof Running r) return r.systemId().value();
        return s.cluster().initialize() instanceof Initialize.Done(var id) ? id.value() : "";
    }

    /// What only we can say: what was decided and why, for how long this node may still be primary, and when its server is certainly dead if it is not renewed.
    private static Map<String, Object> own(Snapshot snapshot, Standing s) {
        var decision = snapshot.decision();
        var own = ordered("rule", decision.rule(), "because", decision.because(), "stance", decision.stance().getClass().getSimpleName(),
                "permit_ms", Math.max(0, left(snapshot.permit(), s).toMillis()),
                "permit_over_ms", Math.max(0, s.now().until(snapshot.permit().over()).toMillis()), "promotion_under_way", PendingPromotion.underWay(snapshot.world()), "known_timeline", decision.memory().timeline().id(),
                "copyless", s.postgres() instanceof NoData || s.postgres() instanceof HalfDone, "disk_unfit", snapshot.world().diskUnfit(), "receives", s.postgres() instanceof Running r && r.replication().streaming());
        own.putAll(promise(snapshot.world()));
        own.putAll(onClocks(snapshot.world()));
        return own;
    }

    /// What the disk says is promised, and why a voter may not stream: `may_receive` is false from its promise on until the candidate leads. `said`: the others can
    /// read in etcd how far it is. Nothing, when it never promised anything.
    private static Map<String, Object> promise(World w) {
        return switch (w.local().promised()) {
            case Promised.Nothing _ -> Map.of();
            case Promised.Unreadable(var reason) -> ordered("promise", ordered("unreadable", reason));
            case Promised.To(var term, var candidate) -> ordered("promise", ordered("term", term.number(), "candidate", candidate.value(),
                    "said", Vow.step(w) instanceof Voting.Step.Report, "may_receive", Vow.mayReceive(w)));
        };
    }

    /// A synchronous mode loses nothing by promises. By these members it rests on clocks, as in Patroni, which they run. Nothing, where that is nobody.
    private static Map<String, Object> onClocks(World w) {
        var members = MixedCluster.onClocks(w);
        return members.isEmpty() ? Map.of() : ordered("sync_on_clocks", members.stream().map(MemberName::value).toList());
    }

    static Duration left(Permit permit, Standing s) {
        return switch (permit) {
            case Permit.None() -> Duration.ZERO;
            case Permit.Until(_, var soft, _) -> s.now().until(soft);
            case Permit.HandsOff(_, var soft) -> s.now().until(soft);
        };
    }

    /// `GET /cluster`.
    static Map<String, Object> cluster(Standing s) {
        var json = new LinkedHashMap<String, Object>();
        var members = s.cluster().members().stream().sorted(Comparator.comparing(Member::name));
        json.put("members", members.map(m -> member(m, s)).toList());
        if (s.config().paused()) json.put("pause", true);
        if (s.cluster().request() instanceof OperatorRequest.Switchover w && !w.at().isEmpty()) json.put("scheduled_switchover", scheduled(w));
        json.put("scope", s.snapshot().world().node().scope());
        return json;
    }

    private static Map<String, Object> scheduled(OperatorRequest.Switchover switchover) {
        var json = ordered("at", switchover.at(), "from", switchover.from().value());
        if (switchover.candidate() instanceof Candidate.Named(var to)) json.put("to", to.value());
        return json;
    }

    private static Map<String, Object> member(Member m, Standing s) {
        var leader = s.cluster().lock() instanceof LeaderLock.Held held && held.holder().equals(m.name());
        var json = ordered("name", m.name().value(), "role", role(m.name(), leader, s));
        var receiving = m.data().text("replication_state", "");
        json.put("state", leader || receiving.isEmpty() ? m.state() : receiving);
        json.put("api_url", m.apiUrl());
        var endpoint = m.endpoint();
        if (endpoint.known()) {
            json.put("host", endpoint.host());
            json.put("port", endpoint.port());
        }
        for (var copied : List.of("timeline", "pending_restart", "pending_restart_reason", "scheduled_restart", "tags"))
            if (m.data().has(copied)) json.put(copied, m.data().fields().get(copied));
        if (!leader) positions(json, m, s.cluster().status().optime());
        return json;
    }

    private static String role(MemberName name, boolean leader, Standing s) {
        if (leader) return s.standbyCluster() ? "standby_leader" : "leader";
        if (!SyncMode.names(s.cluster().sync(), name)) return "replica";
        return switch (SyncMode.of(s.config().document()).kind()) {
            case ON -> "sync_standby";
            case QUORUM -> "quorum_standby";
            case OFF -> "replica";
        };
    }

    private static void positions(Map<String, Object> json, Member m, WalPosition leaders) {
        position(json, m, "receive_lsn", "receive_lsn", "receive_lag", leaders);
        position(json, m, "replay_lsn", "replay_lsn", "replay_lag", leaders);
        position(json, m, "xlog_location", "lsn", "lag", leaders);
    }

    private static void position(Map<String, Object> json, Member m, String field, String lsn, String lag, WalPosition leaders) {
        var at = new WalPosition(m.data().number(field, 0));
        json.put(lsn, at.known() ? at.toString() : "unknown");
        json.put(lag, at.known() ? leaders.ahead(at) : "unknown");
    }

    /// `GET /history`: rows of up to five columns; old rows have fewer.
    static List<List<Object>> history(TimelineHistory history) {
        return history.rows().stream().map(PatroniJson::row).toList();
    }

    private static List<Object> row(TimelineHistory.Row row) {
        var columns = new ArrayList<Object>(List.of(row.ended().id(), row.fork().bytes(), row.reason()));
        if (!row.at().isEmpty()) columns.add(row.at());
        if (!row.leader().isEmpty()) columns.add(row.leader());
        return columns;
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
