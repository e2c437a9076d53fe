package io.matriarch.core.sim;

import io.matriarch.core.ha.sync.StandbyNames;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.StandbyCluster;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One agent's work on its server. What a program of its own does (initdb, a base backup, pg_rewind) ends with the agent, what the
/// server itself does (starting, stopping, promoting) goes on without it.
final class SimPostgres implements LocalPostgres {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final SimServer server;
    private final SimProcess agent;
    private boolean cancelled;
    private boolean troubled;
    private Moment troubledSince = new Moment(0);

    SimPostgres(SimServer server, SimProcess agent) {
        this.server = server;
        this.agent = agent;
    }

    @Override
    public void observe(Duration within, Consumer<PostgresState> reply) {
        agent.mayThrow();
        if (agent.hangs()) return;
        agent.after(Duration.ofMillis(2), () -> {
            var seen = server.look();
            agent.after(Duration.ofMillis(1), () -> reply.accept(seen));
        });
    }

    /// As its probe would find it.
    @Override
    public DiskView disk() {
        if (server.habits.disk.isEmpty()) {
            troubled = false;
            return DiskView.UNKNOWN;
        }
        var now = agent.clock().now();
        if (!troubled) troubledSince = now;
        troubled = true;
        return DiskView.of(new DiskView.DiskState.Unfit(server.habits.disk.iterator().next(), troubledSince, now, ""));
    }

    @Override
    public void inspect(Member leader, Duration within, Consumer<UpstreamView> reply) {
        var source = server.found(leader.name());
        agent.after(Duration.ofMillis(5), () -> {
            var seen = reached(source) ? new UpstreamView.Answered(leader.name(), ClusterSim.SYSTEM, new Timeline(source.timeline), source.wal.end(),
                    source.standby, source.standby ? List.of() : source.forks) : new UpstreamView.Silent("down");
            agent.after(Duration.ofMillis(1), () -> reply.accept(seen));
        });
    }

    private boolean reached(SimServer source) {
        return source.running() && !source.stopping && source.box.acts() && server.network.reach(server.name, source.name);
    }

    @Override
    public void perform(Step step, Consumer<StepOutcome> reply) {
        agent.mayThrow();
        cancelled = false;
        switch (step) {
            case Step.InitDatabase _ -> {
                server.halfDone("bootstrap");
                agent.after(Duration.ofMillis(500), () -> reply.accept(StepOutcome.DONE));
            }
            case Step.CreateUsers _ -> agent.after(Duration.ofMillis(500), () -> {
                server.found();
                reply.accept(StepOutcome.DONE);
            });
            case Step.FetchSlots(var leader, var names) -> fetch(server.found(leader.name()), names, reply);
            case Step.CloneFrom(var source, _, _) -> copy(server.found(source.name()), reply);
            case Step.Restore _ -> restore(reply);
            case Step.RewindTo(var leader, _) -> rewind(server.found(leader.name()), reply);
            case Step.StartStandby(var up, _) -> start(true, named(up), Permit.NONE, PATIENCE, reply);
            case Step.Recover _ -> recover(reply);
            case Step.StartPrimary(Permit.None _, _) -> fail(reply, "no permit");
            case Step.StartPrimary(var permit, _) -> start(false, new MemberName(""), permit, FOR_EVER, reply);
            case Step.Stop(var mode, _, var limit) -> stop(mode, limit, reply);
            case Step.PrePromote _ when server.habits.refusesPromotion -> fail(reply, "exit code 1");
            case Step.PrePromote _ -> reply.accept(StepOutcome.DONE);
            case Step.Promote(var number) -> promote(number.id(), reply);
        }
    }

    /// They are in place at once, which is before the start that would put them there.
    private void fetch(SimServer leader, List<String> names, Consumer<StepOutcome> reply) {
        var there = leader.logicalSlots.stream().filter(slot -> names.contains(slot.name())).toList();
        if (!reached(leader) || there.isEmpty()) {
            fail(reply, "the leader does not answer, or has none");
            return;
        }
        server.logicalSlots.addAll(there);
        agent.after(Duration.ofMillis(5), () -> reply.accept(StepOutcome.DONE));
    }

    private static MemberName named(Step.Upstream upstream) {
        return switch (upstream) {
            case Step.Upstream.Of(var member, _) -> member;
            case Step.Upstream.Standby(var member, _) -> member;
            case Step.Upstream.Remote _ -> StandbyCluster.REMOTE;
            case Step.Upstream.Nobody _ -> new MemberName("");
        };
    }

    /// A base backup goes into a side directory: until it is whole, nothing happens to what is here.
    private void copy(SimServer source, Consumer<StepOutcome> reply) {
        var life = source.life;
        during(server.habits.copying, () -> reached(source) && source.life == life, reply, () -> {
            server.kill(false);
            server.invariants.overwritten(server, source);
            server.become(source.wal, source.wal, source);
            ownSlot(source.name);
        });
    }

    /// The script of the operator's, beside the data directory.
    private void restore(Consumer<StepOutcome> reply) {
        var empty = server.phase == SimServer.Phase.NO_DATA || server.phase == SimServer.Phase.HALF_DONE;
        if (!empty) fail(reply, "there is data here");
        else during(server.habits.copying, server.backup::taken, reply, () -> server.backup.restore(server));
    }

    /// Whoever is going to receive makes its slot itself, at a primary only.
    private void ownSlot(MemberName upstream) {
        var source = server.all.get(upstream);
        if (source != null && reached(source) && !source.standby) source.slots.putIfAbsent(server.name.slotName(), source.wal.end());
    }

    /// pg_rewind finds nothing to do where the timelines have one number, whatever they contain; else it reads the WAL of its target up to the least
    /// recovery end.
    private void rewind(SimServer source, Consumer<StepOutcome> reply) {
        if (server.phase != SimServer.Phase.DOWN) fail(reply, "half done or running");
        else if (!server.consistent()) fail(reply, "could not read WAL record");
        else await(() -> reached(source) && !source.standby && source.checkpointed(), Duration.ofSeconds(30), reply, () -> {
            server.halfDone("rewind");
            var life = source.life;
            var copied = source.wal;
            during(server.habits.copying, () -> reached(source) && source.life == life, reply, () -> {
                if (source.timeline == server.timeline) {
                    server.whole(true);
                } else {
                    server.invariants.overwritten(server, source);
                    server.become(copied, source.wal, source);
                }
            });
        });
    }

    /// In single-user mode: a program of the agent's.
    private void recover(Consumer<StepOutcome> reply) {
        if (server.phase != SimServer.Phase.DOWN || server.standby || server.habits.refusesStart) fail(reply, "it cannot be recovered");
        else during(server.habits.recovery, () -> server.phase == SimServer.Phase.DOWN, reply, server::recovers);
    }

    /// Takes `span`, looks all the while whether it still can, and has its effect at the end.
    private void during(Duration span, BooleanSupplier possible, Consumer<StepOutcome> reply, Runnable effect) {
        if (cancelled || !possible.getAsBoolean()) {
            fail(reply, "the source is gone, or cancelled");
        } else if (span.isPositive()) {
            agent.after(POLL, () -> during(span.minus(POLL), possible, reply, effect));
        } else {
            effect.run();
            agent.after(Duration.ofMillis(1), () -> reply.accept(StepOutcome.DONE));
        }
    }

    private void start(boolean standby, MemberName upstream, Permit permit, Duration patience, Consumer<StepOutcome> reply) {
        if (server.phase != SimServer.Phase.DOWN || server.habits.refusesStart) {
            fail(reply, "it is not there to be started");
            return;
        }
        if (!standby && server.standby) {
            fail(reply, "a standby becomes a primary by its promotion alone");
            return;
        }
        ownSlot(upstream);
        if (!standby) server.invariants.asked(server);
        server.start(standby, upstream, permit);
        var life = server.life;
        await(() -> server.running() || server.life != life, patience, outcome -> reply.accept(server.life == life ? StepOutcome.DONE : outcome), () -> {
            if (server.life == life) reply.accept(StepOutcome.DONE);
            else fail(reply, "the server ended while it was starting");
        });
    }

    private void stop(Step.StopMode mode, Duration limit, Consumer<StepOutcome> reply) {
        if (mode == Step.StopMode.FAST) server.guardian.stopNow();
        else agent.after(Duration.ofMillis(50), server.guardian::killNow);
        await(() -> !server.alive(), limit.isZero() ? Duration.ofSeconds(60) : limit, outcome -> {
            if (!cancelled) server.guardian.killNow();
            reply.accept(server.alive() ? outcome : StepOutcome.DONE);
        }, () -> reply.accept(StepOutcome.DONE));
    }

    private void promote(int number, Consumer<StepOutcome> reply) {
        if (!server.running() || server.stopping || server.standby && server.timeline >= number) {
            fail(reply, "promotion failed");
            return;
        }
        if (!server.standby) {
            agent.after(Duration.ofMillis(1), () -> reply.accept(StepOutcome.DONE));
            return;
        }
        if (server.habits.failsPromotion) {
            agent.after(server.habits.promotion, () -> fail(reply, "the server did not promote"));
            return;
        }
        server.invariants.asked(server);
        var life = server.life;
        server.box.after(server.habits.promotion.dividedBy(2), () -> {
            if (server.life == life && server.standby) server.beginPromotion();
        });
        server.box.after(server.habits.promotion, () -> {
            if (server.life == life && server.standby) server.promote(number);
        });
        await(() -> server.life != life || !server.standby, Duration.ofSeconds(60), reply, () -> {
            if (server.life == life) reply.accept(StepOutcome.DONE);
            else fail(reply, "the server ended");
        });
    }

    /// Waits as a thread of the agent does: at most `patience`, and not when cancelled; then `reply` hears of a failure.
    private void await(BooleanSupplier condition, Duration patience, Consumer<StepOutcome> reply, Runnable then) {
        if (condition.getAsBoolean()) then.run();
        else if (cancelled || !patience.isPositive()) fail(reply, "cancelled or out of patience");
        else agent.after(POLL, () -> await(condition, patience.minus(POLL), reply, then));
    }

    private void fail(Consumer<StepOutcome> reply, String reason) {
        agent.after(Duration.ofMillis(1), () -> reply.accept(new StepOutcome.Failed(reason)));
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public String progress() {
        return "";
    }

    @Override
    public void follow(Step.Upstream upstream, Consumer<StepOutcome> reply) {
        agent.mayThrow();
        agent.after(Duration.ofMillis(5), () -> {
            if (!server.standby || server.promotionUnderWay()) {
                reply.accept(new StepOutcome.Failed("not a standby"));
                return;
            }
            ownSlot(named(upstream));
            if (server.alive() && upstream instanceof Step.Upstream.Nobody) server.followNobody();
            else if (server.alive()) server.follow(named(upstream));
            reply.accept(StepOutcome.DONE);
        });
    }

    @Override
    public void configure(ClusterConfig config, Consumer<StepOutcome> reply) {
        agent.after(Duration.ofMillis(5), () -> reply.accept(StepOutcome.DONE));
    }

    @Override
    public void standbyNames(String names, Consumer<StepOutcome> reply) {
        names(StandbyNames.read(names), true, reply);
    }

    @Override
    public void standbyNamesAsConfigured(Consumer<StepOutcome> reply) {
        names(new StandbyNames.None(), false, reply);
    }

    private void names(StandbyNames names, boolean byAgent, Consumer<StepOutcome> reply) {
        agent.mayThrow();
        agent.after(Duration.ofMillis(5), () -> {
            server.commits.set(names, byAgent);
            reply.accept(StepOutcome.DONE);
        });
    }

    @Override
    public void createSlots(List<String> names, Consumer<StepOutcome> reply) {
        agent.after(Duration.ofMillis(5), () -> {
            if (server.running()) for (var name : names) server.slots.putIfAbsent(name, server.wal.end());
            reply.accept(StepOutcome.DONE);
        });
    }

    @Override
    public void dropSlots(List<String> names, Consumer<StepOutcome> reply) {
        agent.after(Duration.ofMillis(5), () -> {
            for (var other : server.all.values()) {
                if (!names.contains(other.name.slotName()) || other.streamingFrom(server) || !server.running() || !server.slots.containsKey(other.name.slotName())) continue;
                server.slots.remove(other.name.slotName());
                server.invariants.droppedSlot(server, other);
            }
            if (server.running()) server.slots.keySet().removeIf(slot -> names.contains(slot) && server.all.keySet().stream().noneMatch(name -> name.slotName().equals(slot)));
            if (server.running()) server.logicalSlots.removeIf(slot -> names.contains(slot.name()));
            reply.accept(StepOutcome.DONE);
        });
    }

    @Override
    public void createLogicalSlots(List<PermanentSlot.Logical> slots, Consumer<StepOutcome> reply) {
        agent.after(Duration.ofMillis(50), () -> {
            if (server.running() && !server.standby) server.logicalSlots.addAll(slots);
        });
        agent.after(Duration.ofMillis(1), () -> reply.accept(StepOutcome.DONE));
    }

    @Override
    public void advanceSlots(Map<String, WalPosition> to, Consumer<StepOutcome> reply) {
        agent.after(Duration.ofMillis(5), () -> {
            if (server.running()) to.forEach((name, at) -> server.slots.computeIfPresent(name, (_, before) -> WalPosition.later(before, at)));
        });
        agent.after(Duration.ofMillis(1), () -> reply.accept(StepOutcome.DONE));
    }

    @Override
    public void checkpoint(Consumer<StepOutcome> reply) {
        server.box.after(Duration.ofMillis(200), server::checkpoint);
        agent.after(Duration.ofMillis(1), () -> reply.accept(StepOutcome.DONE));
    }

    @Override
    public void onChange(Runnable wakeUp) {
        server.wakers.add(() -> agent.run(wakeUp));
    }
}
