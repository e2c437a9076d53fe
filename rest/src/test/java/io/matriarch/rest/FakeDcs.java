package io.matriarch.rest;

import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// An etcd that reads as a test sets it, remembers writes, and ends them as a test says. Answers on a thread of its own, as the loop's would be.
final class FakeDcs implements Dcs {
    final List<DcsWrite> writes = new CopyOnWriteArrayList<>();
    volatile ClusterView cluster = Given.leader().cluster();
    volatile boolean dark;
    volatile WriteOutcome outcome = new WriteOutcome.Done(101);

    @Override
    public void read(Duration within, Consumer<DcsView> reply) {
        DcsView view = dark ? new DcsView.Unreachable("no endpoint answered") : new DcsView.Reachable(cluster, Lease.NONE);
        Thread.ofPlatform().start(() -> reply.accept(view));
    }

    @Override
    public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
        writes.add(write);
        Thread.ofPlatform().start(() -> reply.accept(outcome));
    }

    @Override
    public void watch(WatchListener listener) {}
}
