package io.matriarch.core.runtime;

import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.OwnLeases;
import io.matriarch.core.view.Promised;

/// What of this agent outlives its process on the member's own disk, read once when it starts: its promise, the high-water mark, its leases. Used on the loop alone.
final class DurableState {
    private final Ports ports;
    private Promised promised;
    private HighWater mark;
    private OwnLeases leases;

    DurableState(Ports ports) {
        this.ports = ports;
        this.promised = ports.promises().read();
        this.mark = ports.marks().read();
        this.leases = ports.leases().read();
    }

    Promised promised() {
        return promised;
    }

    HighWater mark() {
        return mark;
    }

    OwnLeases leases() {
        return leases;
    }

    /// It is on the disk: the [Executor] waited for that.
    void promised(Promised.To promise) {
        promised = promise;
    }

    /// What a look at etcd showed that is to be remembered.
    void keep(DcsView dcs) {
        if (!(dcs instanceof DcsView.Reachable(var cluster, var lease, _))) return;
        keep(cluster.status().acknowledged());
        keep(lease.id());
    }

    /// What was acknowledged is remembered longer than etcd does.
    private void keep(HighWater acknowledged) {
        if (!acknowledged.isAfter(mark)) return;
        mark = acknowledged;
        ports.marks().keep(mark);
    }

    /// The next process of this agent takes over what hangs on it.
    private void keep(LeaseId lease) {
        if (leases.with(lease).equals(leases)) return;
        leases = leases.with(lease);
        ports.leases().keep(leases);
    }
}
