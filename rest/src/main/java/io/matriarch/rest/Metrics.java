package io.matriarch.rest;

import static io.matriarch.rest.Exposition.label;

import io.matriarch.core.ha.sync.SyncMode;
import io.matriarch.core.ha.MixedCluster;
import io.matriarch.core.ha.World;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.DiskView.Place;
import io.matriarch.core.view.DiskView.SlotUse;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.WalPosition;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `GET /metrics`: Patroni's gauges and counters in Prometheus' text form, and how often each of our rules decided.
/// The roles come from the server, not from the lock, as in Patroni.
final class Metrics {
    private static final DateTimeFormatter SERVERS_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S][XXX][X]");
    /// The numbers of `patroni_postgres_state`.
    private static final List<String> STATES = List.of("initializing new cluster", "initdb failed", "running custom bootstrap script",
            "custom bootstrap failed", "creating replica", "running", "starting", "starting after custom bootstrap", "start failed",
            "restarting", "restart failed", "stopping", "stopped", "stop failed", "crashed");
    private static final String VALUES = IntStream.range(0, STATES.size()).mapToObj(i -> i + "=" + STATES.get(i)).collect(Collectors.joining(", ", "Values: ", ""));

    private final Exposition text;

    private Metrics(Exposition.Known known) {
        this.text = new Exposition(known);
    }

    /// The labels that every line of this node has.
    static String labels(NodeConfig node) {
        return label("scope", node.scope()) + "," + label("name", node.name().value());
    }

    static Buffer text(Standing s, Exposition.Known known, String version, Decisions decisions, Timings timings) {
        var metrics = new Metrics(known);
        metrics.gauge("patroni_version", "Patroni semver without periods.", versionNumber(version));
        metrics.server(s);
        metrics.cluster(s);
        metrics.disks(s.snapshot().world());
        metrics.rebuilds(s);
        metrics.leading(s.snapshot().world());
        metrics.permit(s);
        metrics.timings(timings);
        metrics.decisions(decisions);
        return metrics.text.text();
    }

    private void server(Standing s) {
        var role = PatroniWords.role(s);
        gauge("patroni_postgres_running", "Value is 1 if Postgres is running, 0 otherwise.", bit(s.running()));
        gauge("patroni_postmaster_start_time", "Epoch seconds since Postgres started.", s.postgres() instanceof Running r ? epoch(r.facts().startedAt()) : "0");
        gauge("patroni_primary", "Value is 1 if this node is the leader, 0 otherwise.", bit(role.equals("primary") && s.running()));
        counter("patroni_xlog_location", "Current location of the Postgres transaction log, 0 if this node is not the leader.",
                bytes(s.postgres() instanceof Running r && r.primary() ? r.end() : WalPosition.ZERO));
        gauge("patroni_standby_leader", "Value is 1 if this node is the standby_leader, 0 otherwise.", bit(role.equals("standby_leader")));
        gauge("patroni_replica", "Value is 1 if this node is a replica, 0 otherwise.", bit(role.equals("replica") && s.running()));
        var mode = SyncMode.of(s.config().document()).kind();
        var named = s.replica() && SyncMode.names(s.cluster().sync(), s.snapshot().world().me());
        gauge("patroni_sync_standby", "Value is 1 if this node is a sync standby, 0 otherwise.", bit(named && mode == SyncMode.Kind.ON));
        gauge("patroni_quorum_standby", "Value is 1 if this node is a quorum standby, 0 otherwise.", bit(named && mode == SyncMode.Kind.QUORUM));
        standby(s);
    }

    private void standby(Standing s) {
        var standby = s.postgres() instanceof Running r && !r.primary();
        var received = standby && s.postgres() instanceof Running r ? WalPosition.later(r.replication().received(), r.replication().replayed()) : WalPosition.ZERO;
        counter("patroni_xlog_received_location", "Current location of the received Postgres transaction log, 0 if this node is not a replica.", bytes(received));
        counter("patroni_xlog_replayed_location", "Current location of the replayed Postgres transaction log, 0 if this node is not a replica.",
                bytes(standby && s.postgres() instanceof Running r ? r.replication().replayed() : WalPosition.ZERO));
        gauge("patroni_xlog_replayed_timestamp", "Current timestamp of the replayed Postgres transaction log, 0 if null.",
                standby && s.postgres() instanceof Running r ? epoch(r.facts().replayedAt()) : "0");
        gauge("patroni_xlog_paused", "Value is 1 if the Postgres xlog is paused, 0 otherwise.", bit(s.postgres() instanceof Running r && r.facts().replayPaused()));
        var replicationState = PatroniWords.replicationState(s.postgres());
        gauge("patroni_postgres_streaming", "Value is 1 if Postgres is streaming, 0 otherwise.", bit(replicationState.equals("streaming")));
        gauge("patroni_postgres_in_archive_recovery", "Value is 1 if Postgres is replicating from archive, 0 otherwise.", bit(replicationState.equals("in archive recovery")));
        gauge("patroni_postgres_server_version", "Version of Postgres (if running), 0 otherwise.",
                s.postgres() instanceof Running r ? Integer.toString(r.facts().version()) : "0");
    }

    private void cluster(Standing s) {
        gauge("patroni_cluster_unlocked", "Value is 1 if the cluster is unlocked, 0 if locked.", bit(PatroniJson.unlocked(s)));
        gauge("patroni_failsafe_mode_is_active", "Value is 1 if failsafe mode is active, 0 if inactive.", bit(s.failsafe()));
        gauge("patroni_failsafe_mode_enabled", "Value is 1 if failsafe mode is enabled, 0 if disabled.", bit(s.config().failsafeMode()));
        gauge("patroni_failsafe_member", "Value is 1 if this node is a member of the failsafe topology, 0 otherwise.",
                bit(s.cluster().failsafe().lists(s.snapshot().world().me())));
        var tags = s.snapshot().world().node().tags();
        gauge("patroni_failover_priority", "Failover priority of this node, 0 if it is never promoted.", Integer.toString(tags.noFailover() ? 0 : tags.failoverPriority()));
        gauge("patroni_postgres_timeline", "Postgres timeline of this node (if running), 0 otherwise.",
                s.postgres() instanceof Running r ? r.timeline().toString() : "0");
        gauge("patroni_dcs_last_seen", "Epoch timestamp when DCS was last contacted successfully by Patroni.", Long.toString(s.snapshot().epochSeconds()));
        gauge("patroni_pending_restart", "Value is 1 if the node needs a restart, 0 otherwise.", bit(s.postgres() instanceof Running r && r.facts().pendingRestart()));
        gauge("patroni_is_paused", "Value is 1 if auto failover is disabled, 0 otherwise.", bit(s.config().paused()));
        text.comment(VALUES);
        gauge("patroni_postgres_state", "Numeric representation of Postgres state.",
                Integer.toString(STATES.indexOf(PatroniWords.state(s))));
    }

    /// What fills a disk, and how near it is to being full. Patroni has no words for these.
    private void disks(World world) {
        var disk = world.local().disk();
        gauge("matriarch_disk_unfit", "Value is 1 if a disk of the server has been full, read-only, failing or hung for longer than disk_patience, 0 otherwise.", bit(world.diskUnfit()));
        gauge("matriarch_disk_trouble", "Value is 1 if a disk of the server did not take the last write of the agent's probe, or is well only since a moment ago, 0 otherwise.",
                bit(disk.state() instanceof DiskState.Unfit));
        each("matriarch_disk_total_bytes", "Size of a file system of the server.", "fs", disk.places(), Place::name, p -> Long.toString(p.total()));
        each("matriarch_disk_free_bytes", "Room on it for this user.", "fs", disk.places(), Place::name, p -> Long.toString(p.free()));
        each("matriarch_disk_low", "Value is 1 if that is less than matriarch.disk_low, 0 otherwise.", "fs", disk.places(), Place::name, p -> bit(p.low()));
        gauge("matriarch_pg_wal_bytes", "What pg_wal takes.", Long.toString(disk.walBytes()));
        gauge("matriarch_pg_wal_high", "Value is 1 if that is more than matriarch.wal_high, 0 otherwise.", bit(disk.walHigh()));
        each("matriarch_slot_retained_bytes", "WAL that waits for a replication slot.", "slot", disk.slots(), SlotUse::name, u -> Long.toString(u.retained()));
        each("matriarch_slot_idle_seconds", "For how long nobody has received from it, since the agent started.", "slot", disk.slots(), SlotUse::name, u -> Long.toString(u.idle().toSeconds()));
        each("matriarch_slot_lost", "Value is 1 if it has gone too far back to be of use, 0 otherwise.", "slot", disk.slots(), SlotUse::name, u -> bit(u.lost()));
        var past = world.memory().recent();
        gauge("matriarch_recent_crashes", "Crashes of the server that the agent remembers, at most 20.", Integer.toString(past.crashes().size()));
        gauge("matriarch_recent_leader_changes", "Changes of the leader that nobody asked for and the agent remembers, at most 20.", Integer.toString(past.changes().size()));
    }

    private <T> void each(String name, String help, String label, List<T> all, Function<T, String> key, Function<T, String> value) {
        head(name, "gauge", help);
        for (var one : all) text.line(name, label, key.apply(one), value.apply(one));
    }

    private void rebuilds(Standing s) {
        gauge("matriarch_rebuild_failures", "Attempts to rebuild this copy (rewind, clone) that failed since a server last started from it: above 2, somebody should look.",
                Integer.toString(s.snapshot().world().local().rebuilds().failures().size()));
    }

    /// Why this node may not lead, or does not stream.
    private void leading(World world) {
        gauge("matriarch_watchdog_failed", "Value is 1 if the watchdog is required and does not work, so that this node does not lead, 0 otherwise.", bit(world.watchdogUnfit()));
        gauge("matriarch_promised_term", "The term that this node has promised, by its disk: it streams from nobody who leads with a lower one. 0 if it never promised.",
                Long.toString(world.local().promised() instanceof Promised.To(var term, _) ? term.number() : 0));
        gauge("matriarch_sync_on_clocks", "Members that run Patroni, promise nothing, and have a part in the synchronous mode: by them it rests on clocks that no acknowledged commit is lost. Above 0 only in a mixed cluster.",
                Integer.toString(MixedCluster.onClocks(world).size()));
    }

    /// What a leader is watched by: it falls with every second that etcd does not renew.
    private void permit(Standing s) {
        var left = PatroniJson.left(s.snapshot().permit(), s);
        gauge("matriarch_permit_seconds", "For how long this node may still be primary if nothing renews its lease, 0 if it may not.", Histogram.seconds(left.isNegative() ? 0 : left.toNanos()));
    }

    private void timings(Timings timings) {
        histograms("matriarch_failover_phase_seconds", "Phases of changes of the leader, as this node saw them, since the agent started.", timings.phases());
        histograms("matriarch_etcd_request_seconds", "What etcd took to answer, or was given.", timings.etcd());
        head("matriarch_etcd_unanswered_total", "counter", "Requests that etcd did not answer in time.");
        timings.unanswered().forEach(histogram -> text.line("matriarch_etcd_unanswered_total", histogram.labels(), Long.toString(histogram.count())));
    }

    private void histograms(String name, String help, Collection<Histogram> all) {
        head(name, "histogram", help);
        for (var histogram : all) histogram.write(text, name);
    }

    private void decisions(Decisions decisions) {
        counter("matriarch_journal_dropped_total", "Records of decisions that could not be written down in time.", Long.toString(decisions.dropped()));
        head("matriarch_rule_fired_total", "counter", "Ticks that this rule decided since the agent started.");
        decisions.fired((rule, ticks) -> text.line("matriarch_rule_fired_total", "rule", rule, Long.toString(ticks)));
    }

    private void gauge(String name, String help, String value) {
        sample(name, "gauge", help, value);
    }

    private void counter(String name, String help, String value) {
        sample(name, "counter", help, value);
    }

    private void sample(String name, String type, String help, String value) {
        head(name, type, help);
        text.line(name, "", value);
    }

    private void head(String name, String type, String help) {
        text.head(name, type, help);
    }

    /// 4.1.4 is 040104.
    static String versionNumber(String version) {
        var digits = new StringBuilder();
        for (var part : version.split("\\.", -1)) digits.append(part.length() < 2 ? "0" : "").append(part);
        return digits.toString();
    }

    /// Seconds of the server's own text of a time; 0 when it is empty or in a form that is not known.
    static String epoch(String serversTime) {
        try {
            var at = OffsetDateTime.parse(serversTime, SERVERS_TIME);
            return at.toEpochSecond() + "." + Integer.toString(1_000_000 + at.getNano() / 1000).substring(1);
        } catch (DateTimeParseException e) {
            return "0";
        }
    }

    private static String bytes(WalPosition position) {
        return Long.toString(position.bytes());
    }

    private static String bit(boolean value) {
        return value ? "1" : "0";
    }
}
