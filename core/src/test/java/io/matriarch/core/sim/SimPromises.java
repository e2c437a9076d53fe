package io.matriarch.core.sim;

import io.matriarch.core.port.Promises;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.Promised;
import java.time.Duration;
import java.util.function.Consumer;

/// The file beside a server's directory, as one agent writes it. An agent that dies meanwhile has written it or not.
final class SimPromises implements Promises {
    private static final Duration SYNC = Duration.ofMillis(2);
    private final SimServer server;
    private final SimProcess agent;

    SimPromises(SimServer server, SimProcess agent) {
        this.server = server;
        this.agent = agent;
    }

    @Override
    public Promised read() {
        return server.promised;
    }

    @Override
    public void write(Promised.To promise, Consumer<StepOutcome> reply) {
        agent.mayThrow();
        agent.after(SYNC, () -> {
            if (server.promised instanceof Promised.To(var standing, var to) && (standing.isAfter(promise.term()) || standing.equals(promise.term()) && !to.equals(promise.candidate()))) {
                agent.after(Duration.ofMillis(1), () -> reply.accept(new StepOutcome.Failed("promised to " + to)));
                return;
            }
            server.promised = promise;
            agent.after(Duration.ofMillis(1), () -> reply.accept(StepOutcome.DONE));
        });
    }
}
