package io.matriarch.agent;

import io.matriarch.agent.SameName.Verdict;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Moment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// etcd, kept away until it is known that this agent's name is nobody else's. An etcd that was silent at the start does not hold the agent up, for a server may run
/// here that has to be guarded; but once it answers it is first asked for the name, and until the name is free nothing is written, and the loop decides as
/// if etcd were still silent: a primary here lives as long as its permit, and a standby goes on serving reads.
final class NameFirst implements Dcs {
    private static final Logger LOG = LoggerFactory.getLogger(NameFirst.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final String ASKED_FIRST = "another agent of this name may run, and is looked for first";

    private final Dcs dcs;
    private final Clock clock;
    private final Scheduler loop;
    private final Function<ClusterView, Verdict> inUse;
    private final AtomicReference<Verdict> verdict;
    private boolean asking;
    private Moment again;

    /// `inUse` may take seconds. `known` is what was found out at the start.
    NameFirst(Dcs dcs, Clock clock, Scheduler loop, Function<ClusterView, Verdict> inUse, Verdict known) {
        this.dcs = dcs;
        this.clock = clock;
        this.loop = loop;
        this.inUse = inUse;
        this.verdict = new AtomicReference<>(known);
        this.again = clock.now();
    }

    @Override
    public void read(Duration within, Consumer<DcsView> reply) {
        dcs.read(within, view -> reply.accept(believed(view)));
    }

    @Override
    public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
        if (verdict.get() instanceof Verdict.Free) dcs.write(write, within, reply);
        else loop.execute(() -> reply.accept(new WriteOutcome.Refused(reason())));
    }

    @Override
    public void watch(WatchListener listener) {
        dcs.watch(listener);
    }

    private DcsView believed(DcsView view) {
        if (!(view instanceof DcsView.Reachable(var cluster, _, _)) || verdict.get() instanceof Verdict.Free) return view;
        if (!asking && !clock.now().isBefore(again)) ask(cluster);
        return new DcsView.Unreachable(reason());
    }

    private void ask(ClusterView cluster) {
        asking = true;
        var _ = CompletableFuture.supplyAsync(() -> inUse.apply(cluster), question -> Thread.ofPlatform().name("same-name").daemon().start(question))
                .whenComplete((said, bug) -> loop.execute(() -> {
                    if (bug == null) heard(said);
                    else LOG.error("a bug: whether another agent of this name runs is asked again", bug);
                    asking = false;
                    again = clock.now().plus(PAUSE);
                }));
    }

    private void heard(Verdict said) {
        verdict.set(said);
        switch (said) {
            case Verdict.Taken(var why) -> LOG.error("{}. Until then this agent neither believes etcd nor writes to it", why);
            case Verdict.Free _ -> LOG.info("no other agent of this name runs");
            case Verdict.Unknown _ -> {}
        }
    }

    private String reason() {
        return verdict.get() instanceof Verdict.Taken(var why) ? why : ASKED_FIRST;
    }
}
