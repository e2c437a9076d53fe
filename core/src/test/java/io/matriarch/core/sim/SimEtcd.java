package io.matriarch.core.sim;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.TimelineHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The store itself: guarded writes at revisions, leases that expire a little late, listeners. Faults are in [SimDcs].
final class SimEtcd {
    private static final Duration EXPIRY_CHECK = Duration.ofMillis(500);
    private final EventQueue queue;
    private final Map<MemberName, Member> members = new TreeMap<>();
    private final Map<LeaseId, Long> deadlines = new TreeMap<>(Comparator.comparingLong(LeaseId::id));
    private final Map<LeaseId, Duration> ttls = new TreeMap<>(Comparator.comparingLong(LeaseId::id));
    private final List<BiConsumer<Boolean, LeaderLock>> listeners = new ArrayList<>();
    private long revision = 1;
    private long leases = 1000;
    LeaderLock lock = LeaderLock.ABSENT;
    Release release = Release.NONE;
    Initialize initialize = Initialize.MISSING;
    Document config = Document.EMPTY;
    long configRevision;
    OperatorRequest request = OperatorRequest.NONE;
    TimelineHistory history = TimelineHistory.UNKNOWN;
    ClusterStatus status = ClusterStatus.UNKNOWN;
    Heartbeat heartbeat = Heartbeat.NEVER;

    SimEtcd(EventQueue queue) {
        this.queue = queue;
        expire();
    }

    private void expire() {
        for (var lease : List.copyOf(deadlines.keySet())) if (deadlines.get(lease) <= queue.now().nanos()) revoke(lease);
        queue.after(EXPIRY_CHECK, this::expire);
    }

    private void revoke(LeaseId lease) {
        deadlines.remove(lease);
        revision++;
        members.values().removeIf(m -> m.lease().equals(lease));
        if (lock instanceof LeaderLock.Held held && held.lease().equals(lease)) lock = LeaderLock.ABSENT;
        tell(true);
    }

    /// Somebody deletes the leader key by hand.
    void deleteLeaderKey() {
        revision++;
        lock = LeaderLock.ABSENT;
        tell(true);
    }

    void listen(BiConsumer<Boolean, LeaderLock> listener) {
        listeners.add(listener);
    }

    private void tell(boolean worthWaking) {
        var seen = lock;
        listeners.forEach(l -> queue.after(Duration.ofMillis(1), () -> l.accept(worthWaking, seen)));
    }

    ClusterView view() {
        return new ClusterView(revision, lock, release, initialize, List.copyOf(members.values()), config, configRevision, request, history, status,
                SyncState.OFF, Document.EMPTY, heartbeat);
    }

    boolean alive(Lease lease) {
        return deadlines.containsKey(lease.id());
    }

    Lease grant(Duration ttl) {
        var id = new LeaseId(++leases);
        ttls.put(id, ttl);
        keepAlive(id);
        return new Lease(id, ttl);
    }

    private boolean keepAlive(LeaseId lease) {
        if (!ttls.containsKey(lease) || deadlines.containsKey(lease) && deadlines.get(lease) <= queue.now().nanos()) return false;
        if (!deadlines.containsKey(lease) && lease.id() != leases) return false;
        deadlines.put(lease, queue.now().plus(ttls.get(lease)).nanos());
        return true;
    }

    WriteOutcome apply(DcsWrite write, Lease lease) {
        var before = lock;
        var outcome = carryOut(write, lease);
        if (outcome instanceof WriteOutcome.Done) tell(!(write instanceof DcsWrite.Renew || write instanceof DcsWrite.PutStatus || write instanceof DcsWrite.PutMember)
                || !before.getClass().equals(lock.getClass()));
        return outcome;
    }

    private WriteOutcome carryOut(DcsWrite write, Lease lease) {
        return switch (write) {
            case DcsWrite.Acquire(var me, _) -> lock instanceof LeaderLock.Held ? refused("held") : lead(me, lease, ++revision);
            case DcsWrite.Reclaim(var me, var seen, _) -> lock.equals(seen) && seen.holder().equals(me) ? lead(me, lease, seen.createRevision()) : refused("changed");
            case DcsWrite.Renew(var me, var mine) -> mine(mine) && keepAlive(mine.lease()) ? lead(me, lease, mine.createRevision()) : refused("not mine");
            case DcsWrite.LetGo(var mine, var record) -> mine(mine) ? letGo(record) : refused("not mine");
            case DcsWrite.HandOver(var mine, var next, var its) -> mine(mine) && members.containsKey(next) && members.get(next).lease().equals(its)
                    ? hand(next, its, mine.createRevision()) : refused("not possible");
            case DcsWrite.PutMember(var me, var data, _) -> {
                keepAlive(lease.id());
                members.put(me, new Member(me, lease.id(), data));
                yield done();
            }
            case DcsWrite.PutStatus(var mine, var newer) -> mine(mine) ? set(() -> status = newer) : refused("not mine");
            case DcsWrite.PutHistory(var mine, var newer) -> mine(mine) ? set(() -> history = newer) : refused("not mine");
            case DcsWrite.StartInitialize _ -> initialize instanceof Initialize.Missing ? set(() -> initialize = Initialize.IN_PROGRESS) : refused("exists");
            case DcsWrite.FinishInitialize(var id) -> initialize instanceof Initialize.Done ? refused("exists") : set(() -> initialize = new Initialize.Done(id));
            case DcsWrite.CancelInitialize _ -> initialize instanceof Initialize.InProgress ? set(() -> initialize = Initialize.MISSING) : refused("not empty");
            case DcsWrite.PutConfig(var newer, var seen) -> configRevision == seen ? set(() -> configure(newer)) : refused("changed");
            case DcsWrite.ReplaceConfig(var newer) -> set(() -> configure(newer));
            case DcsWrite.PutRequest _ -> refused("tests set the request themselves");
            case DcsWrite.ClearRequest _ -> set(() -> request = OperatorRequest.NONE);
        };
    }

    private void configure(Document newer) {
        config = newer;
        configRevision = revision;
    }

    private boolean mine(LeaderLock.Held mine) {
        return lock instanceof LeaderLock.Held held && held.createRevision() == mine.createRevision() && held.lease().equals(mine.lease());
    }

    private WriteOutcome lead(MemberName me, Lease lease, long create) {
        revision++;
        lock = new LeaderLock.Held(me, lease.id(), create, revision);
        release = Release.NONE;
        heartbeat = new Heartbeat(revision, lease.ttl());
        return new WriteOutcome.Done(revision);
    }

    private WriteOutcome hand(MemberName next, LeaseId its, long create) {
        return lead(next, new Lease(its, ttls.get(its)), create);
    }

    private WriteOutcome letGo(Release.Clean record) {
        lock = LeaderLock.ABSENT;
        release = record;
        return done();
    }

    private WriteOutcome set(Runnable change) {
        revision++;
        change.run();
        return new WriteOutcome.Done(revision);
    }

    private WriteOutcome done() {
        return new WriteOutcome.Done(++revision);
    }

    private static WriteOutcome refused(String reason) {
        return new WriteOutcome.Refused(reason);
    }
}
