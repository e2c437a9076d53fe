package io.matriarch.core.sim;

import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.OperatorRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/// An etcd cluster: one [SimStore] that its members agree on, leases whose ends only the raft leader knows, listeners, and what can go
/// wrong with a member that clients talk to. How messages get there is in [SimDcs].
final class SimEtcd {
    private static final Duration EXPIRY_CHECK = Duration.ofMillis(500);
    private static final Duration BETWEEN_SNAPSHOTS = Duration.ofSeconds(10);
    private final EventQueue queue;
    private final SimNetwork network;
    private final TreeMap<Long, Long> deadlines = new TreeMap<>();
    private final TreeMap<Long, Duration> ttls = new TreeMap<>();
    private final List<BiConsumer<Boolean, LeaderLock>> listeners = new ArrayList<>();
    private final Map<MemberName, ClusterView> behind = new TreeMap<>();
    private final Map<MemberName, Boolean> deposed = new TreeMap<>();
    private SimStore store = new SimStore();
    private SimStore latest = new SimStore();
    private SimStore earlier = new SimStore();
    private Moment latestAt = new Moment(0);
    private Moment earlierAt = new Moment(0);
    private long leases = 1000;
    private int replaced;
    /// What a leader said last, whatever became of it.
    private Heartbeat said = Heartbeat.NEVER;
    /// Whether everything was wiped, or set back to a snapshot, in this run.
    boolean forgot;
    /// The configuration with which the cluster was made.
    Document installed = Document.EMPTY;
    /// Who is told that what was written since that instant is forgotten.
    Consumer<Moment> forgotten = _ -> {};
    Proofs proofs = (_, _, _) -> {};
    /// The key of a holder that may live was taken over.
    Consumer<MemberName> overthrown = _ -> {};
    /// Who is told who sends the identity of the cluster, and by what is given back that it is written.
    Function<MemberName, Runnable> founders = _ -> () -> {};

    /// Who is told of each write that proves that `by` leads, sent at `sent` by the clock of its machine.
    interface Proofs {
        void proven(MemberName by, Moment sent, Duration ttl);
    }

    SimEtcd(EventQueue queue, SimNetwork network) {
        this.queue = queue;
        this.network = network;
        expire();
        keepSnapshots();
    }

    // ---- what is in it

    /// How often it was wiped or restored.
    int replaced() {
        return replaced;
    }

    ClusterView view() {
        return store.view();
    }

    /// Whether a leader of that name was the last to say anything, and said that nobody ends its server: a wipe takes that from nobody's memory.
    boolean unguarded(MemberName name) {
        return !said.guarded() && said.by().equals(name);
    }

    LeaderLock lock() {
        return store.lock();
    }

    SimStore store() {
        return store;
    }

    /// What the member that serves `client` answers to a read: normally what there is.
    ClusterView read(MemberName client) {
        return behind.getOrDefault(client, store.view());
    }

    // ---- leases

    /// Expiry is looked for now and then, and needs a quorum.
    private void expire() {
        if (!network.etcdDown) List.copyOf(deadlines.keySet()).stream().filter(lease -> deadlines.get(lease) <= queue.nanos()).forEach(this::revoke);
        queue.after(EXPIRY_CHECK, this::expire);
    }

    private void revoke(long lease) {
        deadlines.remove(lease);
        store.revoke(new LeaseId(lease));
        tell();
    }

    Lease grant(Duration ttl) {
        var id = ++leases;
        ttls.put(id, ttl);
        deadlines.put(id, queue.nanos() + ttl.toNanos());
        return new Lease(new LeaseId(id), ttl);
    }

    /// False when the lease has expired, even if nobody has noticed yet. A deposed leader says yes, and it counts for nothing (etcd#12528).
    boolean keepAlive(MemberName client, LeaseId lease) {
        var end = deadlines.getOrDefault(lease.id(), 0L);
        if (deposed.containsKey(client)) return end != 0;
        if (end <= queue.nanos()) return false;
        deadlines.put(lease.id(), queue.nanos() + ttls.get(lease.id()).toNanos());
        return true;
    }

    boolean alive(LeaseId lease) {
        return deadlines.containsKey(lease.id());
    }

    // ---- what clients write

    WriteOutcome apply(MemberName client, DcsWrite write, Lease lease) {
        var outcome = store.apply(write, lease, write instanceof DcsWrite.Renew(_, var mine, _, _, _, _) && keepAlive(client, mine.lease())
                ? Optional.of(ttls.get(mine.lease().id())) : Optional.empty());
        if (outcome instanceof WriteOutcome.Done && write instanceof DcsWrite.OfLock && store.heartbeat().revision() != 0) said = store.heartbeat();
        tell();
        return outcome;
    }

    /// An operator's request, by REST.
    void ask(LongFunction<OperatorRequest> made) {
        byHand(() -> store.put("failover", made, LeaseId.NONE));
    }

    /// PATCH /config, or PUT.
    void patch(Document patch) {
        byHand(() -> store.put("config", patched(patch), LeaseId.NONE));
    }

    /// What the configuration would be. There may be none after a wipe, and REST refuses to change that: the operator puts the whole of it.
    Document patched(Document patch) {
        return (view().config().fields().isEmpty() ? installed : view().config()).patched(patch);
    }

    void byHand(Runnable puts) {
        store.change(puts);
        tell();
    }

    void listen(BiConsumer<Boolean, LeaderLock> listener) {
        listeners.add(listener);
    }

    private void tell() {
        store.told().ifPresent(told -> {
            var seen = told.heartbeat() ? store.lock() : LeaderLock.ABSENT;
            listeners.forEach(l -> l.accept(told.worthWaking(), seen));
        });
    }

    // ---- what goes wrong

    /// Somebody deletes the leader key by hand.
    void deleteLeaderKey() {
        byHand(() -> store.delete("leader"));
    }

    /// A new raft leader gives every lease its whole time again, counted from the end of the election.
    void elect(Duration election) {
        deadlines.replaceAll((lease, _) -> queue.nanos() + election.toNanos() + ttls.get(lease).toNanos());
    }

    /// Somebody revokes the lease that the leader key hangs on.
    void revokeLeadersLease() {
        if (lock() instanceof LeaderLock.Held held && alive(held.lease())) revoke(held.lease().id());
    }

    /// The member that serves `client` answers reads as of now from now on (etcd#20418).
    void fallBehind(MemberName client) {
        behind.put(client, store.view());
    }

    /// The member that serves `client` was the raft leader and has not noticed that it is not any more: it says yes to keepalives.
    void depose(MemberName client) {
        deposed.put(client, true);
    }

    void wellAgain(MemberName client) {
        behind.remove(client);
        deposed.remove(client);
    }

    /// Everything is gone, revisions start again, leases too.
    void wipe() {
        deadlines.clear();
        forgotten.accept(new Moment(0));
        replace(new SimStore());
    }

    private void keepSnapshots() {
        earlier = latest;
        earlierAt = latestAt;
        latest = store.copy();
        latestAt = queue.now();
        queue.after(BETWEEN_SNAPSHOTS, this::keepSnapshots);
    }

    /// A snapshot that is ten to twenty seconds old takes the place of everything: revisions go back, leases have all their time.
    void restore() {
        deadlines.clear();
        for (var key : earlier.keys().values()) if (!key.lease().equals(LeaseId.NONE)) deadlines.put(key.lease().id(), queue.nanos() + ttls.get(key.lease().id()).toNanos());
        forgotten.accept(earlierAt);
        replace(earlier.copy());
    }

    /// Every member is begun anew with it, also one that was behind or deposed. Watches are cancelled and made again, which wakes. What was
    /// under way dies with its connection: no request reaches another etcd than it was sent to.
    private void replace(SimStore other) {
        forgot = true;
        store = other;
        replaced++;
        behind.clear();
        deposed.clear();
        listeners.forEach(l -> l.accept(true, LeaderLock.ABSENT));
    }

}
