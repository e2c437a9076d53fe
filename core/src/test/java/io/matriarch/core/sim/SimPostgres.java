package io.matriarch.core.sim;

import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One agent's access to its server: an agent that has died hears no replies any more.
record SimPostgres(SimServer server, BooleanSupplier alive) implements LocalPostgres {
    private <T> Consumer<T> ifAlive(Consumer<T> reply) {
        return answer -> {
            if (alive.getAsBoolean()) reply.accept(answer);
        };
    }

    @Override
    public void observe(Duration within, Consumer<PostgresState> reply) {
        server.observe(within, ifAlive(reply));
    }

    @Override
    public void inspect(Member leader, Duration within, Consumer<UpstreamView> reply) {
        server.inspect(leader, within, ifAlive(reply));
    }

    @Override
    public void perform(Step step, Consumer<StepOutcome> reply) {
        server.perform(step, ifAlive(reply));
    }

    @Override
    public void cancel() {
        server.cancel();
    }

    @Override
    public String progress() {
        return server.progress();
    }

    @Override
    public void follow(Step.Upstream upstream, Consumer<StepOutcome> reply) {
        server.follow(upstream, ifAlive(reply));
    }

    @Override
    public void configure(ClusterConfig config, Consumer<StepOutcome> reply) {
        server.configure(config, ifAlive(reply));
    }

    @Override
    public void createSlots(List<String> names, Consumer<StepOutcome> reply) {
        server.createSlots(names, ifAlive(reply));
    }

    @Override
    public void dropSlots(List<String> names, Consumer<StepOutcome> reply) {
        server.dropSlots(names, ifAlive(reply));
    }

    @Override
    public void checkpoint(Consumer<StepOutcome> reply) {
        server.checkpoint(ifAlive(reply));
    }

    @Override
    public void onChange(Runnable wakeUp) {
        server.onChange(() -> {
            if (alive.getAsBoolean()) wakeUp.run();
        });
    }
}
