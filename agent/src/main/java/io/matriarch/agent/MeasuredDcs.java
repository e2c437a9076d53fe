package io.matriarch.agent;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import io.matriarch.rest.Timings;
import java.time.Duration;
import java.util.function.Consumer;

/// etcd, with how long each answer takes: what an operator looks at first when leaders change without a reason.
record MeasuredDcs(Dcs dcs, Clock clock, Timings timings) implements Dcs {
    @Override
    public void read(Duration within, Consumer<DcsView> reply) {
        var begun = clock.now();
        dcs.read(within, view -> {
            timings.etcd(Timings.Request.READ, begun.until(clock.now()), view instanceof DcsView.Reachable);
            reply.accept(view);
        });
    }

    @Override
    public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
        var begun = clock.now();
        dcs.write(write, within, outcome -> {
            timings.etcd(Timings.of(write), begun.until(clock.now()), !(outcome instanceof WriteOutcome.Unknown));
            reply.accept(outcome);
        });
    }

    @Override
    public void watch(WatchListener listener) {
        dcs.watch(listener);
    }
}
