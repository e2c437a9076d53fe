package io.matriarch.core.ha;

import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.DiskView.DiskState;
import io.matriarch.core.view.DiskView.DiskTrouble;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LocalView;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All facts of one tick. Whatever a decision depends on is in here, so a recorded World decides the same again.
/// `wallTime` is ISO text for Patroni's documents; nothing is decided by it. `requestDue` is when the operator's request in the cluster is to be carried out.
public record World(NodeConfig node, Moment now, String wallTime, DcsView dcs, LocalView local, Permit permit, Map<MemberName, PeerReport> peers,
        Moment requestDue, Memory memory) {
    public World {
        // In the order of their names: of two equally good successors the same one is chosen again when a recorded World is replayed.
        peers = Collections.unmodifiableMap(new TreeMap<>(peers));
    }

    /// The same facts with a newer permit.
    public World with(Permit newer) {
        return new World(node, now, wallTime, dcs, local, newer, peers, requestDue, memory);
    }

    /// The same facts, but for the server, at which was looked once more at `later`.
    public World glanced(PostgresState state, Moment later) {
        return new World(node, later, wallTime, dcs, local.with(state), permit, peers, requestDue, memory);
    }

    /// The same facts, as if its server were like this.
    World with(PostgresState state) {
        return new World(node, now, wallTime, dcs, local.with(state), permit, peers, requestDue, memory);
    }

    public MemberName me() {
        return node.name();
    }

    /// The cluster as etcd has it now; empty when etcd does not answer. Situations keep apart which of the two it is.
    public ClusterView cluster() {
        return dcs instanceof DcsView.Reachable(var cluster, _, _) ? cluster : ClusterView.EMPTY;
    }

    public Lease lease() {
        return dcs instanceof DcsView.Reachable(_, var lease, _) ? lease : Lease.NONE;
    }

    public LeaderLock lock() {
        return cluster().lock();
    }

    /// The dynamic configuration in force: etcd's, or the last known one, so that a wiped key changes nothing.
    public ClusterConfig config() {
        return memory.config();
    }

    public PostgresState postgres() {
        return local.postgres();
    }

    public JobStatus job() {
        return local.job();
    }

    public OperatorRequest request() {
        return cluster().request();
    }

    public Initialize initialize() {
        return cluster().initialize();
    }

    public boolean permitted() {
        return permit.covers(now);
    }

    /// The permit was found with the guardian: a former process of this agent proved it.
    boolean foundArmed() {
        return permit instanceof Permit.Until(var proven, _, _) && proven.nanos() <= 0;
    }

    /// Whether the local server may be taking writes.
    public boolean writable() {
        return postgres().writable();
    }

    public boolean runningPrimary() {
        return postgres() instanceof PostgresState.Running r && r.primary();
    }

    public boolean runningStandby() {
        return postgres() instanceof PostgresState.Running r && !r.primary();
    }

    /// Its role as far as it can be told in the state that it is in.
    public boolean standby() {
        return switch (postgres()) {
            case PostgresState.Running running -> !running.primary();
            case PostgresState.Starting starting -> starting.standby();
            case PostgresState.Silent silent -> !silent.primary();
            case PostgresState.Stopped(var control, _) -> control.standby();
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _ -> false;
        };
    }

    public boolean stopped() {
        return postgres() instanceof PostgresState.Stopped;
    }

    /// Whether a disk of the server has been full, read-only, hung or failing for longer than the operator's patience.
    public boolean diskUnfit() {
        return disk(Set.of(DiskTrouble.values()));
    }

    public boolean diskHangs() {
        return disk(Set.of(DiskTrouble.HUNG));
    }

    /// Whether this node may not lead for its watchdog's sake. In a pause nobody is ended, and none is armed.
    public boolean watchdogUnfit() {
        return local.watchdog().unfit() && !config().paused();
    }

    private boolean disk(Set<DiskTrouble> troubles) {
        var patience = config().diskPatience();
        return !patience.isZero() && local.disk().state() instanceof DiskState.Unfit unfit && troubles.contains(unfit.trouble()) && unfit.forAsLongAs(patience);
    }

    public boolean holdsLock() {
        return namesMe() && !nameTaken();
    }

    /// Another agent of this name leads: it proved that on a lease which this one never had. The lease of a Patroni in whose place this agent
    /// came was nobody's proof; and one that has just come back, and found a permit with its guardian, has led here on the lease that it finds.
    public boolean nameTaken() {
        return namesMe() && lock() instanceof LeaderLock.Held(_, var on, _, _) && on.equals(cluster().heartbeat().lease())
                && !on.equals(lease().id()) && !local.leases().has(on) && !(permitted() && foundArmed());
    }

    private boolean namesMe() {
        return lock() instanceof LeaderLock.Held held && held.holder().equals(me());
    }
}
