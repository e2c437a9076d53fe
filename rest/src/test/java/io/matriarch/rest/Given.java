package io.matriarch.rest;

import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Doubt;
import io.matriarch.core.ha.Memory;
import io.matriarch.core.ha.Recent;
import io.matriarch.core.ha.Sign;
import io.matriarch.core.ha.Stance;
import io.matriarch.core.ha.World;
import io.matriarch.core.ha.promise.Poll;
import io.matriarch.core.ha.sync.Acknowledging;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.LocalView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Follower;
import io.matriarch.core.view.PostgresState.Replication;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.PostgresState.ServerFacts;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Rebuilds;
import io.matriarch.core.view.Receiver;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Term;
import io.matriarch.core.view.TermClaim;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import io.matriarch.core.view.WatchdogView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A snapshot by its difference from a healthy three-node cluster a, b, c that a leads. The last tick was at [#NOW].
record Given(String me, PostgresState postgres, JobStatus job, ClusterView cluster, boolean reachable, Permit permit, Stance stance, Tags tags) {
    static final Moment NOW = new Moment(1_000_000_000_000L);
    static final SystemId SYSTEM = new SystemId("7300000000000000001");
    static final long WAL = 0x5000000L;

    static Given leader() {
        var primary = new Running(true, SYSTEM, new Timeline(4), new WalPosition(WAL),
                new Replication(Endpoint.NOWHERE, false, WalPosition.ZERO, WalPosition.ZERO,
                        List.of(new Follower("replicator", "b", "127.0.0.1", "streaming", "async", 0, new WalPosition(WAL)))), facts(""));
        return new Given("a", primary, JobStatus.IDLE, healthy(), true, permit(NOW), new Stance.Lead(), Tags.NONE);
    }

    static Given standby() {
        return new Given("b", replica(0), JobStatus.IDLE, healthy(), true, Permit.NONE, new Stance.Follow(), Tags.NONE);
    }

    static PostgresState replica(long behind) {
        var received = new WalPosition(WAL);
        return new Running(false, SYSTEM, new Timeline(4), received,
                new Replication(new Endpoint("127.0.0.1", 5432), true, received, new WalPosition(WAL - behind), List.of()), facts("2026-11-21 01:02:04.5+00"));
    }

    /// With a restore_command.
    static PostgresState archiving(boolean streaming) {
        var at = new WalPosition(WAL);
        var replication = new Replication(Endpoint.NOWHERE, streaming, WalPosition.ZERO, at, List.of(), streaming ? Receiver.RUNNING : Receiver.ABSENT, true, List.of(), true);
        return new Running(false, SYSTEM, new Timeline(4), at, replication, facts(""));
    }

    static ServerFacts facts(String replayedAt) {
        return new ServerFacts(150018, "2026-11-21 01:02:03.123456+00", replayedAt, false, List.of(), Endpoint.NOWHERE, List.of(), true, PostgresState.CommitWait.NOBODY);
    }

    static PostgresState stopped(boolean standby, boolean crashed) {
        return new PostgresState.Stopped(new ControlData(SYSTEM, new Timeline(4), new WalPosition(WAL), !crashed, standby, "shut down"), crashed);
    }

    static Permit.Until permit(Moment sent) {
        return ClusterConfig.DEFAULT.timing().deadlines().permit(sent);
    }

    private static ClusterView healthy() {
        return new ClusterView(100, held("a"), Release.NONE, new Initialize.Done(SYSTEM), List.of(member("a", "primary"), member("b", "replica"), member("c", "replica")),
                new Document(ordered("ttl", 10, "loop_wait", 2, "retry_timeout", 3)), 90, OperatorRequest.NONE,
                new TimelineHistory(List.of(new TimelineHistory.Row(new Timeline(3), new WalPosition(4096), "no recovery target specified", "2026-11-20T10:00:00+00:00", "a"))),
                new ClusterStatus(new WalPosition(WAL), Map.of()), SyncState.OFF, Failsafe.NONE, Heartbeat.NEVER, TimelineClaim.NONE);
    }

    static LeaderLock held(String holder) {
        return new LeaderLock.Held(new MemberName(holder), new LeaseId(7), 50, 99);
    }

    static Member member(String name, String role) {
        var data = ordered("conn_url", "postgres://10.0.0.1:5432/postgres", "api_url", "http://10.0.0.1:8008/patroni", "state", "running", "role", role,
                "version", "4.1.4", "xlog_location", WAL - 1000, "timeline", 4, Member.OURS, Map.of());
        if (role.equals("replica")) data.putAll(ordered("replication_state", "streaming", "receive_lsn", WAL, "replay_lsn", WAL - 1000));
        return new Member(new MemberName(name), new LeaseId(8), new Document(data));
    }

    /// One that runs Patroni.
    static Member patroni(String name, String role) {
        var data = new LinkedHashMap<>(member(name, role).data().fields());
        data.remove(Member.OURS);
        return new Member(new MemberName(name), new LeaseId(8), new Document(data));
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }

    Given postgres(PostgresState other) {
        return new Given(me, other, job, cluster, reachable, permit, stance, tags);
    }

    Given job(JobStatus other) {
        return new Given(me, postgres, other, cluster, reachable, permit, stance, tags);
    }

    Given permit(Permit other) {
        return new Given(me, postgres, job, cluster, reachable, other, stance, tags);
    }

    Given stance(Stance other) {
        return new Given(me, postgres, job, cluster, reachable, permit, other, tags);
    }

    Given tags(Object... keysAndValues) {
        return new Given(me, postgres, job, cluster, reachable, permit, stance, Tags.of(new Document(ordered(keysAndValues))));
    }

    Given dark() {
        return new Given(me, postgres, job, cluster, false, permit, stance, tags);
    }

    Given with(ClusterView other) {
        return new Given(me, postgres, job, other, reachable, permit, stance, tags);
    }

    Given lock(LeaderLock lock) {
        return with(view(cluster.revision(), lock, cluster.config(), cluster.request(), cluster.sync(), cluster.failsafe()));
    }

    Given configured(String key, Object value) {
        return with(view(cluster.revision(), cluster.lock(), cluster.config().with(key, value), cluster.request(), cluster.sync(), cluster.failsafe()));
    }

    Given config(Document config) {
        return with(view(cluster.revision(), cluster.lock(), config, cluster.request(), cluster.sync(), cluster.failsafe()));
    }

    Given sync(String mode, String... standbys) {
        var config = cluster.config().with("synchronous_mode", mode);
        return with(view(cluster.revision(), cluster.lock(), config, cluster.request(), new SyncState.On("a", List.of(standbys), 1, new Timeline(4), 80), cluster.failsafe()));
    }

    Given request(OperatorRequest request, long revision) {
        return with(view(revision, cluster.lock(), cluster.config(), request, cluster.sync(), cluster.failsafe()));
    }

    /// Commits were acknowledged up to there, on timeline 4.
    Given acknowledged(long end) {
        var c = cluster;
        var status = new ClusterStatus(c.status().optime(), c.status().slots(), new Timeline(4), new HighWater(new Timeline(4), new WalPosition(end), new Term(2)));
        return with(new ClusterView(c.revision(), c.lock(), c.release(), c.initialize(), c.members(), c.config(), c.configRevision(), c.request(), c.history(),
                status, c.sync(), c.failsafe(), c.heartbeat(), c.claim()));
    }

    Given failsafe(Document members) {
        return with(view(cluster.revision(), cluster.lock(), cluster.config(), cluster.request(), cluster.sync(), new Failsafe(members, 70)));
    }

    Given members(Member... members) {
        var c = cluster;
        return with(new ClusterView(c.revision(), c.lock(), c.release(), c.initialize(), List.of(members), c.config(), c.configRevision(), c.request(), c.history(),
                c.status(), c.sync(), c.failsafe(), c.heartbeat(), c.claim()));
    }

    private ClusterView view(long revision, LeaderLock lock, Document config, OperatorRequest request, SyncState sync, Failsafe failsafe) {
        var c = cluster;
        return new ClusterView(revision, lock, c.release(), c.initialize(), new ArrayList<>(c.members()), config, c.configRevision(), request, c.history(), c.status(), sync,
                failsafe, c.heartbeat(), c.claim());
    }

    private static final DiskView DISK = new DiskView(new DiskView.DiskState.Fit(),
            List.of(new DiskView.Place("data", 1000, 90, true)), 500, false, List.of(new DiskView.SlotUse("b", false, 77, true, Duration.ofSeconds(9))));

    /// The same node, whose disk has been full for two minutes.
    static Standing diskFull(Standing s) {
        var w = s.snapshot().world();
        var full = DiskView.of(new DiskView.DiskState.Unfit(DiskView.DiskTrouble.FULL, NOW.minus(Duration.ofMinutes(2)), NOW, "no room"));
        var local = new LocalView(w.postgres(), w.job(), LocalRequest.NONE, UpstreamView.NOT_ASKED, 90, 0, Rebuilds.NONE, full);
        var world = new World(w.node(), w.now(), "", w.dcs(), local, w.permit(), Map.of(), NOW, w.memory());
        return new Standing(new Snapshot(world, s.snapshot().decision(), w.permit(), 1_763_700_000L, s.snapshot().nextTick()), NOW);
    }

    /// The same leader, whom everybody confirmed for so much longer.
    Snapshot confirmedFor(Duration left) {
        var s = snapshot();
        var d = s.decision();
        return new Snapshot(s.world(), new Decision(d.rule(), d.because(), d.stance(), d.plan(), d.memory().confirmed(NOW.plus(left))), s.permit(), s.epochSeconds(), s.nextTick());
    }

    /// A voter of a quorum cluster in which c, a standby itself, holds the key of term 7.
    static Given voter(boolean receiverGone) {
        var c = standby().sync("quorum", "b", "c").members(member("a", "primary"), member("b", "replica"), member("c", "replica")).lock(held("c")).cluster();
        var voting = new ClusterView(c.revision(), c.lock(), c.release(), c.initialize(), c.members(), c.config(), c.configRevision(), c.request(), c.history(), c.status(), c.sync(),
                c.failsafe(), c.heartbeat(), c.claim(), new TermClaim(new MemberName("c"), new Term(7)));
        var end = new WalPosition(WAL);
        var received = new Replication(Endpoint.NOWHERE, !receiverGone, end, end, List.of(), receiverGone ? Receiver.GONE : Receiver.RUNNING, true, List.of());
        return standby().with(voting).postgres(new Running(false, SYSTEM, new Timeline(4), end, received, facts("")));
    }

    /// The look before this one found its receiver gone under that promise.
    static Standing quiet(Standing s, Promised promised) {
        var w = s.snapshot().world();
        var m = w.memory();
        var memory = new Memory(m.config(), m.cluster(), m.sign(), m.crash(), m.dcsSeen(), m.timeline(), m.heartbeat(), m.standing(), m.wrote(), m.doubt(), m.connection(), m.acknowledging(), m.recent(),
                Poll.NONE.quietUnder(promised), m.vouching(), m.cascade(), m.preference());
        var world = new World(w.node(), w.now(), "", w.dcs(), w.local(), w.permit(), Map.of(), NOW, memory);
        return new Standing(new Snapshot(world, s.snapshot().decision(), w.permit(), 1_763_700_000L, s.snapshot().nextTick()), NOW);
    }

    /// The same node, whose required watchdog does not work, and which has promised that.
    static Standing but(Standing s, WatchdogView watchdog, Promised promised) {
        var w = s.snapshot().world();
        var local = new LocalView(w.postgres(), w.job(), LocalRequest.NONE, UpstreamView.NOT_ASKED, 90, 0, Rebuilds.NONE, w.local().disk(), promised, watchdog, HighWater.UNKNOWN);
        var world = new World(w.node(), w.now(), "", w.dcs(), local, w.permit(), Map.of(), NOW, w.memory());
        return new Standing(new Snapshot(world, s.snapshot().decision(), w.permit(), 1_763_700_000L, s.snapshot().nextTick()), NOW);
    }

    /// What the last job left of itself in them.
    private Rebuilds rebuilds() {
        return job instanceof JobStatus.Ended(var kind, var at, var succeeded, var reason) && !succeeded && (kind == JobKind.CLONE || kind == JobKind.REWIND)
                ? Rebuilds.NONE.with(new Rebuilds.Failure(kind, new MemberName("a"), at, reason)) : Rebuilds.NONE;
    }

    Snapshot snapshot() {
        var memory = new Memory(new ClusterConfig(cluster.config()), cluster, new Sign(0, NOW, Duration.ofSeconds(10)), Memory.Crash.NONE, NOW, Timeline.UNKNOWN, Heartbeat.NEVER, Memory.Standing.UNKNOWN, WalPosition.ZERO,
                new Doubt(NOW, false, 0), 0, Acknowledging.UNKNOWN, Recent.NONE);
        var node = new NodeConfig(new MemberName(me), "demo", tags, true, Document.EMPTY, Document.EMPTY, true, Duration.ofSeconds(2));
        var dcs = reachable ? new DcsView.Reachable(cluster, Lease.NONE) : new DcsView.Unreachable("no endpoint answered");
        var local = new LocalView(postgres, job, LocalRequest.NONE, UpstreamView.NOT_ASKED, 90, 0, rebuilds(), DISK);
        var world = new World(node, NOW, "", dcs, local, permit, Map.of(), NOW, memory);
        return new Snapshot(world, new Decision("mine.lead", "the lock is mine", stance, List.of(), memory), permit, 1_763_700_000L, NOW.plus(Duration.ofSeconds(1)));
    }
}
