package io.matriarch.core.sim;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One node's way to the store: latency, and a link that can be cut. A write over a cut link is of unknown outcome.
final class SimDcs implements Dcs {
    private static final Duration HALF_WAY = Duration.ofMillis(1);
    private final EventQueue queue;
    private final SimEtcd etcd;
    private Lease lease = Lease.NONE;
    private final BooleanSupplier alive;
    boolean cut;

    SimDcs(EventQueue queue, SimEtcd etcd, BooleanSupplier alive) {
        this.alive = alive;
        this.queue = queue;
        this.etcd = etcd;
    }

    @Override
    public void read(Duration within, Consumer<DcsView> reply) {
        if (cut) queue.after(within, () -> deliver(reply, new DcsView.Unreachable("cut")));
        else queue.after(HALF_WAY, () -> {
            var seen = new DcsView.Reachable(etcd.view(), lease);
            queue.after(HALF_WAY, () -> deliver(reply, seen));
        });
    }

    @Override
    public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
        if (cut) queue.after(within, () -> deliver(reply, new WriteOutcome.Unknown("cut")));
        else queue.after(HALF_WAY, () -> {
            renewLease(write);
            var outcome = etcd.apply(write, lease);
            queue.after(HALF_WAY, () -> deliver(reply, outcome));
        });
    }

    /// A process that has died in the meantime hears nothing any more.
    private <T> void deliver(Consumer<T> reply, T answer) {
        if (alive.getAsBoolean()) reply.accept(answer);
    }

    private void renewLease(DcsWrite write) {
        switch (write) {
            case DcsWrite.Acquire(_, var ttl) -> grantIfNeeded(ttl);
            case DcsWrite.Reclaim(_, _, var ttl) -> grantIfNeeded(ttl);
            case DcsWrite.PutMember(_, _, var ttl) -> grantIfNeeded(ttl);
            case DcsWrite _ -> { }
        }
    }

    private void grantIfNeeded(Duration ttl) {
        if (!etcd.alive(lease) || !lease.ttl().equals(ttl)) lease = etcd.grant(ttl);
    }

    @Override
    public void watch(WatchListener listener) {
        etcd.listen((worthWaking, lock) -> {
            if (cut || !alive.getAsBoolean()) return;
            if (lock instanceof LeaderLock.Held held) listener.heartbeat(held.holder(), held.modRevision());
            if (worthWaking) listener.changed();
        });
    }
}
