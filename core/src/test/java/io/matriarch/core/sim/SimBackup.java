package io.matriarch.core.sim;

import io.matriarch.core.view.MemberName;
import java.util.Map;

/// A backup of the cluster with its archive of WAL, beside all nodes: what one of them had when it was last taken. Nobody judges it here.
final class SimBackup {
    private final SimServer copy;

    SimBackup(EventQueue queue, SimNetwork network) {
        copy = new SimServer(new SimProcess(queue, 0), new MemberName("the backup"), network, Map.of(), new Invariants(queue));
        copy.elsewhere = true;
    }

    void take(SimServer of) {
        copy.become(of.wal, of.wal, of);
    }

    boolean taken() {
        return copy.phase == SimServer.Phase.DOWN;
    }

    void restore(SimServer to) {
        to.become(copy.wal, copy.wal, copy);
    }
}
