package io.matriarch.core.sim;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One agent's way to the store. Requests and replies are late or lost; a write whose reply does not come in time is of unknown
/// outcome, and it may be carried out even later than that.
final class SimDcs implements Dcs {
    private final EventQueue queue;
    private final SimEtcd etcd;
    private final SimNetwork network;
    private final MemberName name;
    private final SimProcess process;
    private Lease lease = Lease.NONE;
    private Duration asked = Duration.ZERO;

    SimDcs(EventQueue queue, SimEtcd etcd, SimNetwork network, MemberName name, SimProcess process) {
        this.queue = queue;
        this.etcd = etcd;
        this.network = network;
        this.name = name;
        this.process = process;
    }

    @Override
    public void read(Duration within, Consumer<DcsView> reply) {
        call(within, () -> new DcsView.Reachable(etcd.read(name), lease, connection()), new DcsView.Unreachable("no answer"), reply);
    }

    @Override
    public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
        if (write instanceof DcsWrite.PutMember || write instanceof DcsWrite.OfLock) process.mayThrow();
        var sent = process.now();
        exchange(network.lateWrite(name), within, write instanceof DcsWrite.FinishInitialize ? founding(write, sent) : () -> carryOut(write, sent), new WriteOutcome.Unknown("no answer"), reply);
    }

    private <T> void call(Duration within, Supplier<T> effect, T otherwise, Consumer<T> reply) {
        exchange(Duration.ZERO, within, effect, otherwise, reply);
    }

    /// `late`: how much longer than others this request is under way.
    private <T> void exchange(Duration late, Duration within, Supplier<T> effect, T otherwise, Consumer<T> reply) {
        var answered = new AtomicBoolean();
        process.after(within, () -> answer(answered, otherwise, reply));
        if (network.losesRequest(name)) return;
        var to = etcd.replaced();
        queue.after(network.latency(name).plus(late), () -> {
            if (network.etcdDown || etcd.replaced() != to) return;
            T result = effect.get();
            if (!network.losesReply(name)) queue.after(network.latency(name), () -> process.run(() -> answer(answered, result, reply)));
        });
    }

    private static <T> void answer(AtomicBoolean answered, T result, Consumer<T> reply) {
        if (answered.compareAndSet(false, true)) reply.accept(result);
    }

    private Supplier<WriteOutcome> founding(DcsWrite write, Moment sent) {
        var written = etcd.founders.apply(name);
        return () -> {
            var outcome = carryOut(write, sent);
            if (outcome instanceof WriteOutcome.Done) written.run();
            return outcome;
        };
    }

    private WriteOutcome carryOut(DcsWrite write, Moment sent) {
        if (follows(write) != 0 && follows(write) != connection()) return new WriteOutcome.Refused("the connection that was read over is gone");
        switch (write) {
            case DcsWrite.Acquire(_, var ttl, _, _, _, _, _) -> fresh(ttl);
            case DcsWrite.Reclaim(_, _, var ttl, _, _, _) -> fresh(ttl);
            case DcsWrite.Seize(_, _, var ttl, _, _, _, _) -> fresh(ttl);
            case DcsWrite.PutMember(_, _, var ttl) -> fresh(ttl);
            case DcsWrite _ -> { }
        }
        var outcome = etcd.apply(name, write, lease);
        if (write instanceof DcsWrite.Renew(_, var mine, _, _, _, _) && mine.lease().equals(lease.id()) && !etcd.alive(lease.id())) lease = Lease.NONE;
        if (outcome instanceof WriteOutcome.Done && write instanceof DcsWrite.Seize(_, var seen, _, _, _, _, _)) etcd.overthrown.accept(seen.holder());
        if (outcome instanceof WriteOutcome.Done && proves(write)) etcd.proofs.proven(name, sent, etcd.view().heartbeat().ttl());
        return outcome;
    }

    private static boolean proves(DcsWrite write) {
        return write instanceof DcsWrite.Acquire || write instanceof DcsWrite.Reclaim || write instanceof DcsWrite.Seize || write instanceof DcsWrite.Renew;
    }

    /// Whoever ends an etcd ends its connections; nothing else does here.
    private long connection() {
        return etcd.replaced() + 1L;
    }

    /// The connection of the look that this write follows; 0 when any will do.
    private static long follows(DcsWrite write) {
        return switch (write) {
            case DcsWrite.Acquire(_, _, _, _, _, var connection, _) -> connection;
            case DcsWrite.Reclaim(_, _, _, _, var connection, _) -> connection;
            case DcsWrite.Seize(_, _, _, _, _, var connection, _) -> connection;
            case DcsWrite _ -> 0;
        };
    }

    /// As the adapter does: kept alive, or granted when it is gone or the ttl changed.
    private void fresh(Duration ttl) {
        if (asked.equals(ttl) && etcd.keepAlive(name, lease.id())) return;
        lease = etcd.grant(ttl);
        asked = ttl;
    }

    @Override
    public void watch(WatchListener listener) {
        etcd.listen((worthWaking, lock) -> {
            var how = network.watching(name);
            var copies = network.dice.chance(how.twice()) ? 2 : 1;
            for (var copy = 0; copy < copies; copy++) {
                if (network.reachesEtcd(name) && !network.dice.chance(how.lost()))
                    queue.after(network.dice.millis(1, how.late().toMillis() + 1), () -> process.run(() -> tell(listener, worthWaking, lock)));
            }
        });
    }

    private static void tell(WatchListener listener, boolean worthWaking, LeaderLock lock) {
        if (lock instanceof LeaderLock.Held held) listener.heartbeat(held.holder(), held.modRevision());
        if (worthWaking) listener.changed();
    }
}
