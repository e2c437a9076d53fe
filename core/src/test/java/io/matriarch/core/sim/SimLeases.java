package io.matriarch.core.sim;

import io.matriarch.core.port.Leases;
import io.matriarch.core.view.OwnLeases;
import java.time.Duration;

/// The file beside a server's directory, as one agent writes it. One that dies meanwhile has not written it.
record SimLeases(SimServer server, SimProcess agent) implements Leases {
    private static final Duration SYNC = Duration.ofMillis(2);

    @Override
    public OwnLeases read() {
        return server.leases;
    }

    @Override
    public void keep(OwnLeases leases) {
        agent.after(SYNC, () -> server.leases = leases);
    }
}
