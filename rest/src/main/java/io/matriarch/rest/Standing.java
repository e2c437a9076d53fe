package io.matriarch.rest;

import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.PostgresState.Silent;
import io.matriarch.core.view.StandbyCluster;
import java.time.Duration;

/// What this node may claim to be at `now`, by one snapshot. Pure; everything health and the JSON shapes say about leading comes from here.
record Standing(Snapshot snapshot, Moment now) {

    /// The only ground for a 200 on `/primary` (invariant I11): the lock is mine, the permit has not ended, the server was seen as primary
    /// a short while ago, and nobody has decided to stand down. A loop that hangs turns it false by itself.
    boolean primary() {
        return !standbyCluster() && (locked() || darkInPause()) && provenPrimary();
    }

    /// The leader of a standby cluster: it holds the lock, and its server is a standby on purpose.
    boolean standbyLeader() {
        return standbyCluster() && locked() && replica();
    }

    boolean leader() {
        return primary() || standbyLeader();
    }

    /// The lock is mine, proven recently enough, and I am not about to give it away.
    boolean locked() {
        return lockMine() && snapshot.permit().covers(now) && !(snapshot.decision().stance() instanceof Stance.StandDown) && !stopping();
    }

    /// The server is being stopped: its last sessions may still answer, but nobody should be sent there any more.
    private boolean stopping() {
        return snapshot.world().job() instanceof JobStatus.Running(var kind, _, _) && switch (kind) {
            case STOP, RESTART, COPY_SLOTS -> true;
            case BOOTSTRAP, CLONE, REWIND, START_PRIMARY, START_STANDBY, PRE_PROMOTE, PROMOTE -> false;
        };
    }

    /// Patroni: with no view of etcd for a whole ttl and the cluster paused, the role alone decides.
    boolean darkInPause() {
        return config().paused() && dark();
    }

    /// etcd has not answered for a whole ttl.
    boolean dark() {
        return snapshot.world().dcs() instanceof DcsView.Unreachable
                && age(snapshot.decision().memory().dcsSeen()).compareTo(config().timing().ttl()) > 0;
    }

    /// A leader is, or counts as, confirmed by the members instead of etcd: this one, or one that this member confirmed.
    boolean failsafe() {
        return FailsafeMode.active(snapshot.decision().memory(), now);
    }

    /// The server took connections at the last look, and that look is not older than a ttl: a healthy loop looks far more often.
    boolean running() {
        return postgres() instanceof Running && age(snapshot.world().now()).compareTo(config().timing().ttl()) <= 0;
    }

    boolean replica() {
        return running() && postgres() instanceof Running r && !r.primary();
    }

    boolean standbyCluster() {
        return config().standbyCluster() instanceof StandbyCluster.Following;
    }

    boolean lockMine() {
        return cluster().lock() instanceof LeaderLock.Held held && held.holder().equals(snapshot.world().me()) && !snapshot.world().nameTaken();
    }

    /// The cluster as etcd had it last.
    ClusterView cluster() {
        return snapshot.world().dcs() instanceof DcsView.Reachable(var cluster, _, _) ? cluster : snapshot.decision().memory().cluster();
    }

    ClusterConfig config() {
        return snapshot.decision().memory().config();
    }

    PostgresState postgres() {
        return snapshot.world().local().postgres();
    }

    /// A server that stopped answering was last proven when its silence began.
    private boolean provenPrimary() {
        return switch (postgres()) {
            case Running r -> r.primary() && recent(snapshot.world().now());
            case Silent s -> s.primary() && recent(s.since());
            case PostgresState.NoData _, PostgresState.Unusable _, PostgresState.HalfDone _, PostgresState.Stopped _, PostgresState.Starting _ -> false;
        };
    }

    /// Two renewal periods old at most, and one attempt more: a tick that waits in vain for etcd is no reason to turn clients away
    /// from a primary whose permit still holds.
    private boolean recent(Moment proof) {
        var deadlines = config().timing().deadlines();
        return age(proof).compareTo(deadlines.renewal().multipliedBy(2).plus(deadlines.attempt())) <= 0;
    }

    private Duration age(Moment then) {
        return then.until(now);
    }
}
