package io.matriarch.core.sim;

import io.matriarch.core.port.Guardian;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One node's server and its guardian, which outlive its agent. WAL is a list of record numbers; a timeline's history its forks.
/// Large because a server's states belong together; later simulation splits replication and disk from it.
final class SimServer implements LocalPostgres, Guardian {
    private enum Phase { NO_DATA, DOWN, STARTING, UP, HUNG }

    private final EventQueue queue;
    private final MemberName name;
    private final Map<MemberName, SimServer> all;
    private final List<Runnable> wakers = new ArrayList<>();
    final List<Long> wal = new ArrayList<>();
    private List<TimelineHistory.Row> forks = List.of();
    private Phase phase = Phase.NO_DATA;
    private boolean standby;
    private boolean clean = true;
    private boolean crashed;
    private int timeline = 1;
    private MemberName upstream = new MemberName("");
    private Permit armed = Permit.NONE;
    private Moment hungSince = new Moment(0);
    private long life;
    boolean cutOff;

    SimServer(EventQueue queue, MemberName name, Map<MemberName, SimServer> all) {
        this.queue = queue;
        this.name = name;
        this.all = all;
    }

    boolean writable() {
        return phase == Phase.UP && !standby;
    }

    boolean streamingFrom(SimServer leader) {
        return phase == Phase.UP && standby && upstream.equals(leader.name) && !cutOff && !leader.cutOff && leader.phase == Phase.UP && isPrefixOf(leader);
    }

    private boolean isPrefixOf(SimServer leader) {
        return wal.size() <= leader.wal.size() && wal.equals(leader.wal.subList(0, wal.size()));
    }

    /// A client writes one record; whoever streams has it at once.
    void append(long entry) {
        wal.add(entry);
        all.values().stream().filter(s -> s.streamingFrom(this)).forEach(s -> s.catchUp(this));
    }

    private void catchUp(SimServer leader) {
        wal.addAll(leader.wal.subList(wal.size(), leader.wal.size()));
        timeline = leader.timeline;
        forks = leader.forks;
    }

    /// Its processes stand still: nobody is answered, and no request to stop is heeded.
    void hang() {
        phase = Phase.HUNG;
        hungSince = queue.now();
    }

    void crash() {
        if (phase == Phase.NO_DATA || phase == Phase.DOWN) return;
        down(false, true);
    }

    private void down(boolean cleanly, boolean byItself) {
        phase = Phase.DOWN;
        clean = cleanly || standby;
        crashed = byItself;
        armed = Permit.NONE;
        life++;
        wakers.forEach(Runnable::run);
    }

    // ---- Guardian: lives on when the agent is dead

    @Override
    public boolean arm(Permit.Until permit) {
        armed = permit;
        if (phase == Phase.UP || phase == Phase.STARTING) guardUntil(permit, life);
        return true;
    }

    private void guardUntil(Permit.Until permit, long guarded) {
        queue.after(queue.now().until(permit.soft()), () -> {
            if (armed.equals(permit) && life == guarded && phase != Phase.DOWN) down(phase == Phase.UP, true);
        });
    }

    @Override
    public void disarm() {
        armed = Permit.NONE;
    }

    @Override
    public Permit armed() {
        return armed;
    }

    @Override
    public void stopNow() {
        if (phase == Phase.UP || phase == Phase.STARTING) down(true, false);
    }

    @Override
    public void killNow() {
        crash();
    }

    // ---- LocalPostgres

    private WalPosition end() {
        return new WalPosition(1000L + wal.size());
    }

    PostgresState look() {
        return switch (phase) {
            case NO_DATA -> PostgresState.NO_DATA;
            case DOWN -> new PostgresState.Stopped(new ControlData(ClusterSim.SYSTEM, new Timeline(timeline), end(), clean, standby, "down"), crashed);
            case STARTING -> new PostgresState.Starting(standby, queue.now());
            case UP -> running();
            case HUNG -> new PostgresState.Silent(!standby, hungSince, "hung");
        };
    }

    private PostgresState running() {
        var source = new Endpoint(upstream.value(), 5432);
        var streams = all.values().stream().anyMatch(this::streamingFrom);
        var replication = standby ? new PostgresState.Replication(source, streams, end(), end(), List.of()) : PostgresState.Replication.NONE;
        var slots = all.keySet().stream().map(MemberName::slotName).toList();
        var facts = new PostgresState.ServerFacts(150000, "", "", false, false, standby ? source : Endpoint.NOWHERE, standby ? List.of() : slots, true);
        return new PostgresState.Running(!standby, ClusterSim.SYSTEM, new Timeline(timeline), end(), replication, facts);
    }

    @Override
    public void observe(Duration within, Consumer<PostgresState> reply) {
        queue.after(Duration.ofMillis(2), () -> reply.accept(look()));
    }

    @Override
    public void inspect(Member leader, Duration within, Consumer<UpstreamView> reply) {
        var server = all.get(leader.name());
        queue.after(Duration.ofMillis(5), () -> reply.accept(server.phase == Phase.UP && !server.cutOff && !cutOff
                ? new UpstreamView.Answered(leader.name(), ClusterSim.SYSTEM, new Timeline(server.timeline), server.end(), server.standby, server.forks)
                : new UpstreamView.Silent("down")));
    }

    @Override
    public void perform(Step step, Consumer<StepOutcome> reply) {
        var mine = life;
        switch (step) {
            case Step.InitDatabase _ -> later(500, reply, () -> phase = Phase.NO_DATA);
            case Step.CreateUsers _ -> later(500, reply, () -> {
                phase = Phase.DOWN;
                standby = false;
                wal.add(0L);
            });
            case Step.CloneFrom(var source, _) -> later(900, reply, () -> copy(all.get(source.name())));
            case Step.RewindTo(var leader, _) -> later(300, reply, () -> copy(all.get(leader.name())));
            case Step.StartStandby(var up, _) -> start(true, up, Permit.NONE, reply);
            case Step.StartPrimary(var permit, _) -> start(false, Step.Upstream.NOBODY, permit, reply);
            case Step.Stop(var mode, _) when phase == Phase.HUNG && mode != Step.StopMode.KILL -> later(60_000, reply, () -> {});
            case Step.Stop(_, _) -> later(100, reply, () -> {
                if (life == mine && phase != Phase.NO_DATA) down(true, false);
            });
            case Step.Promote _ -> later(100, reply, () -> {
                if (phase == Phase.UP && life == mine) promote();
            });
        }
    }

    private void promote() {
        var rows = new ArrayList<>(forks);
        rows.add(new TimelineHistory.Row(new Timeline(timeline), end(), "no recovery target specified", "", ""));
        forks = List.copyOf(rows);
        timeline++;
        standby = false;
    }

    private void copy(SimServer source) {
        wal.clear();
        wal.addAll(source.wal);
        timeline = source.timeline;
        forks = source.forks;
        phase = Phase.DOWN;
        standby = true;
        clean = true;
    }

    private void start(boolean asStandby, Step.Upstream from, Permit permit, Consumer<StepOutcome> reply) {
        standby = asStandby;
        phase = Phase.STARTING;
        crashed = false;
        life++;
        follow(from);
        if (permit instanceof Permit.Until until) arm(until);
        var mine = life;
        later(200, reply, () -> {
            if (life == mine && phase == Phase.STARTING) up();
        });
    }

    private void up() {
        phase = Phase.UP;
        all.values().stream().filter(this::streamingFrom).forEach(this::catchUp);
    }

    private void follow(Step.Upstream from) {
        switch (from) {
            case Step.Upstream.Of(var member, _) -> upstream = member;
            case Step.Upstream.Nobody _ -> { }
        }
    }

    private void later(long millis, Consumer<StepOutcome> reply, Runnable effect) {
        queue.after(Duration.ofMillis(millis), () -> {
            effect.run();
            reply.accept(StepOutcome.DONE);
        });
    }

    @Override
    public void cancel() {}

    @Override
    public String progress() {
        return "";
    }

    @Override
    public void follow(Step.Upstream from, Consumer<StepOutcome> reply) {
        follow(from);
        later(5, reply, () -> all.values().stream().filter(this::streamingFrom).forEach(this::catchUp));
    }

    @Override
    public void configure(ClusterConfig config, Consumer<StepOutcome> reply) {
        later(5, reply, () -> {});
    }

    @Override
    public void createSlots(List<String> names, Consumer<StepOutcome> reply) {
        later(5, reply, () -> {});
    }

    @Override
    public void dropSlots(List<String> names, Consumer<StepOutcome> reply) {
        later(5, reply, () -> {});
    }

    @Override
    public void checkpoint(Consumer<StepOutcome> reply) {
        later(5, reply, () -> {});
    }

    @Override
    public void onChange(Runnable wakeUp) {
        wakers.add(wakeUp);
    }
}
