package io.matriarch.core.sim;

import io.matriarch.core.port.Marks;
import io.matriarch.core.view.HighWater;
import java.time.Duration;

/// The file beside a server's directory, as one agent writes it. One that dies meanwhile has not written it.
record SimMarks(SimServer server, SimProcess agent) implements Marks {
    private static final Duration SYNC = Duration.ofMillis(2);

    @Override
    public HighWater read() {
        return server.mark;
    }

    @Override
    public void keep(HighWater mark) {
        agent.after(SYNC, () -> server.mark = HighWater.later(server.mark, mark));
    }
}
