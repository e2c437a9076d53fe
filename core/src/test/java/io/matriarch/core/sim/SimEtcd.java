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
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// The store itself: guarded writes at revisions, leases that expire a little late, listeners. Faults are in [SimDcs].
final class SimEtcd {
    private static final Duration EXPIRY_CHECK = Duration.ofMillis(500);
    private final EventQueue queue;
    private final SimNetwork network;
    private final Map<MemberName, Member> members = new TreeMap<>();
    private final Map<LeaseId, Long> deadlines = new TreeMap<>(Comparator.comparingLong(LeaseId::id));
    private final Map<LeaseId, Duration> ttls = new TreeMap<>(Comparator.comparingLong(LeaseId::id));
    private final List<BiConsumer<Boolean, LeaderLock>> listeners = new ArrayList<>();
    private long revision = 1;
    Proofs proofs = (_, _, _) -> {};
    Consumer<MemberName> founders = _ -> {};
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
    TimelineClaim claim = TimelineClaim.NONE;

    /// Who is told of each write that proves that `by` leads, sent at `sent` by the clock of its machine.
    interface Proofs {
        void proven(MemberName by, Moment sent, Duration ttl);
    }

    SimEtcd(EventQueue queue, SimNetwork network) {
        this.queue = queue;
        this.network = network;
        expire();
    }

    private void expire() {
        for (var lease : List.copyOf(deadlines.keySet())) if (!network.etcdDown && deadlines.get(lease) <= queue.now().nanos()) revoke(lease);
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
        listeners.forEach(l -> l.accept(worthWaking, seen));
    }

    ClusterView view() {
        return new ClusterView(revision, lock, release, initialize, List.copyOf(members.values()), config, configRevision, request, history, status,
                SyncState.OFF, Document.EMPTY, heartbeat, claim);
    }

    Lease grant(Duration ttl) {
        var id = new LeaseId(++leases);
        ttls.put(id, ttl);
        deadlines.put(id, queue.now().plus(ttl).nanos());
        return new Lease(id, ttl);
    }

    /// False when the lease has expired, even if nobody has noticed yet.
    boolean keepAlive(LeaseId lease) {
        if (!deadlines.containsKey(lease) || deadlines.get(lease) <= queue.now().nanos()) return false;
        deadlines.put(lease, queue.now().plus(ttls.get(lease)).nanos());
        return true;
    }

    boolean alive(LeaseId lease) {
        return deadlines.containsKey(lease);
    }

    /// A new etcd leader gives every lease its whole time again, counted from the end of the election.
    void elect(Duration election) {
        deadlines.replaceAll((lease, _) -> queue.now().plus(election).plus(ttls.get(lease)).nanos());
    }

    /// Somebody revokes the lease that the leader key hangs on.
    void revokeLeadersLease() {
        if (lock instanceof LeaderLock.Held held) revoke(held.lease());
    }

    /// Everything is gone, revisions start again, leases too.
    void wipe() {
        List.copyOf(deadlines.keySet()).forEach(deadlines::remove);
        members.clear();
        revision = 1;
        lock = LeaderLock.ABSENT;
        release = Release.NONE;
        initialize = Initialize.MISSING;
        config = Document.EMPTY;
        configRevision = 0;
        request = OperatorRequest.NONE;
        history = TimelineHistory.UNKNOWN;
        status = ClusterStatus.UNKNOWN;
        heartbeat = Heartbeat.NEVER;
        claim = TimelineClaim.NONE;
        tell(true);
    }

    /// An operator's request, by REST.
    void ask(LongFunction<OperatorRequest> made) {
        set(() -> request = made.apply(revision));
        tell(true);
    }

    /// PATCH /config.
    void patch(Document patch) {
        set(() -> configure(config.patched(patch)));
        tell(true);
    }

    WriteOutcome apply(DcsWrite write, Lease lease) {
        var before = lock;
        var outcome = carryOut(write, lease);
        if (outcome instanceof WriteOutcome.Done && !(before.equals(lock) && !wakes(write))) tell(wakes(write) || !sameTerm(before, lock));
        return outcome;
    }

    private static boolean sameTerm(LeaderLock before, LeaderLock now) {
        return before instanceof LeaderLock.Held b && now instanceof LeaderLock.Held n && b.createRevision() == n.createRevision()
                && b.lease().equals(n.lease()) && b.holder().equals(n.holder());
    }

    /// What the adapter's watch wakes for, beside a change of the leader.
    private static boolean wakes(DcsWrite write) {
        return switch (write) {
            case DcsWrite.Acquire _, DcsWrite.LetGo _, DcsWrite.HandOver _, DcsWrite.StartInitialize _, DcsWrite.FinishInitialize _, DcsWrite.CancelInitialize _,
                    DcsWrite.PutConfig _, DcsWrite.ReplaceConfig _, DcsWrite.PutRequest _, DcsWrite.ClearRequest _ -> true;
            case DcsWrite.Reclaim _, DcsWrite.Renew _, DcsWrite.PutMember _, DcsWrite.PutStatus _, DcsWrite.PutHistory _, DcsWrite.ClaimTimeline _ -> false;
        };
    }

    private WriteOutcome carryOut(DcsWrite write, Lease lease) {
        return switch (write) {
            case DcsWrite.Acquire(var me, _, var seen, var number, var guarded) -> lock instanceof LeaderLock.Held || heartbeat.revision() != seen ? refused("held") : acquired(me, lease, number, guarded);
            case DcsWrite.Reclaim(var me, var seen, _, var guarded) -> lock.equals(seen) && seen.holder().equals(me)
                    ? lead(me, lease, seen.createRevision(), longer(lease.ttl(), heartbeat.ttl()), guarded) : refused("changed");
            case DcsWrite.Renew(var me, var mine, var guarded) -> keepAlive(mine.lease()) && mine(mine) && mine.holder().equals(me)
                    ? lead(me, new Lease(mine.lease(), ttls.get(mine.lease())), mine.createRevision(), ttls.get(mine.lease()), guarded) : refused("not mine");
            case DcsWrite.LetGo(var mine, var record) -> lock.equals(mine) ? letGo(record) : refused("not mine");
            case DcsWrite.HandOver(var mine, var next, var its, var number) -> lock.equals(mine) && members.containsKey(next) && members.get(next).lease().equals(its)
                    ? hand(next, its, mine.createRevision(), number) : refused("not possible");
            case DcsWrite.PutMember(var me, var data, _) -> members.containsKey(me) ? set(() -> members.put(me, new Member(me, lease.id(), data))) : joined(me, data, lease);
            case DcsWrite.PutStatus(var mine, var newer) -> mine(mine) ? set(() -> status = newer) : refused("not mine");
            case DcsWrite.PutHistory(var mine, var newer) -> mine(mine) ? set(() -> history = newer) : refused("not mine");
            case DcsWrite.ClaimTimeline(var mine, var number) -> mine(mine) ? set(() -> claim(mine.holder(), number)) : refused("not mine");
            case DcsWrite.StartInitialize(var over) -> founding(over) ? set(() -> initialize = new Initialize.InProgress(revision)) : refused("exists");
            case DcsWrite.FinishInitialize(var id) -> initialize instanceof Initialize.Done ? refused("exists") : set(() -> initialize = new Initialize.Done(id));
            case DcsWrite.CancelInitialize(var mine) -> initialize instanceof Initialize.InProgress && founding(mine) ? set(() -> initialize = Initialize.MISSING) : refused("not empty");
            case DcsWrite.PutConfig(var newer, var seen) -> configRevision == seen ? set(() -> configure(newer)) : refused("changed");
            case DcsWrite.ReplaceConfig(var newer) -> set(() -> configure(newer));
            case DcsWrite.PutRequest _ -> refused("the simulation's operator asks the store itself");
            case DcsWrite.ClearRequest(var seen) -> revisionOf(request) == seen ? set(() -> request = OperatorRequest.NONE) : refused("changed");
        };
    }

    private boolean founding(long revision) {
        return initialize instanceof Initialize.InProgress(var modified) ? modified == revision : initialize instanceof Initialize.Missing && revision == 0;
    }

    private static long revisionOf(OperatorRequest request) {
        return switch (request) {
            case OperatorRequest.None _ -> 0;
            case OperatorRequest.Switchover(_, _, _, var revision) -> revision;
            case OperatorRequest.Failover(_, var revision) -> revision;
        };
    }

    private WriteOutcome joined(MemberName me, Document data, Lease lease) {
        var done = set(() -> members.put(me, new Member(me, lease.id(), data)));
        tell(true);
        return done;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private void configure(Document newer) {
        config = newer;
        configRevision = revision;
    }

    private boolean mine(LeaderLock.Held mine) {
        return sameTerm(mine, lock);
    }

    private void claim(MemberName by, Timeline number) {
        if (number.known()) claim = new TimelineClaim(by, number);
    }

    private WriteOutcome acquired(MemberName me, Lease lease, Timeline number, boolean guarded) {
        claim(me, number);
        return lead(me, lease, revision + 1, lease.ttl(), guarded);
    }

    private WriteOutcome lead(MemberName me, Lease lease, long create, Duration ttl, boolean guarded) {
        revision++;
        lock = new LeaderLock.Held(me, lease.id(), create, revision);
        release = Release.NONE;
        heartbeat = new Heartbeat(revision, ttl, me, guarded);
        return new WriteOutcome.Done(revision);
    }

    private WriteOutcome hand(MemberName next, LeaseId its, long create, Timeline number) {
        claim(next, number);
        revision++;
        lock = new LeaderLock.Held(next, its, create, revision);
        release = Release.NONE;
        return new WriteOutcome.Done(revision);
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
