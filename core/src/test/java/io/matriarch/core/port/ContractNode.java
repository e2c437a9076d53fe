package io.matriarch.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Lineage;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.ControlData;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Permit;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.PostgresState.Running;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One node in a [LocalPostgresContract]: its port in the words of a test, and what happens to a server beside the port. Subclasses say
/// how time passes, what a client sees, and how a server dies.
public abstract class ContractNode {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    protected abstract LocalPostgres port();

    protected abstract MemberName name();

    /// Where its server listens.
    protected abstract Endpoint endpoint();

    /// One that lasts longer than any test.
    protected abstract Permit permit();

    /// A client commits one row here. Its name.
    protected abstract String write();

    /// A client commits one row here, which may take for ever: whether it has heard that it is done.
    protected abstract BooleanSupplier commit();

    /// Whether a client that asks this running server finds the row.
    protected abstract boolean has(String row);

    /// Somebody kills every process of the server.
    protected abstract void kill();

    /// From now on no checkpoint is written that nobody asked for.
    protected abstract void holdCheckpoints();

    /// A shutdown that was asked for politely does not come to its end any more.
    protected abstract void hangStops();

    /// The server is promoted to `number` and dies in the midst of it: standby.signal is gone, the history file is there, and the control
    /// file knows nothing of it yet.
    protected abstract void dieInPromotion(int number);

    /// The operator's pre_promote says no from now on.
    protected abstract void refusePromotion();

    /// What this server has now is what the operator's backup has, from which every node can be restored without a leader. There is none before.
    protected abstract void backUp();

    /// Keeps the WAL that is here now; what is given back loses all that has come since, while the server is down, and its pages stay as they are.
    protected abstract Runnable keepWal();

    /// Asks, and lets time pass until the reply is there.
    protected abstract <T> T reply(Consumer<Consumer<T>> asked);

    /// Lets time pass until `condition` holds; fails when it does not after a minute.
    protected abstract void eventually(BooleanSupplier condition);

    // ---- the port

    public Member member() {
        return new Member(name(), LeaseId.NONE, Document.EMPTY.with("conn_url", "postgres://" + endpoint() + "/postgres"));
    }

    public Step.Upstream upstream() {
        return new Step.Upstream.Of(name(), endpoint());
    }

    public PostgresState look() {
        return reply(answer -> port().observe(WITHIN, answer));
    }

    public Running running() {
        var state = look();
        assertThat(state).isInstanceOf(Running.class);
        return (Running) state;
    }

    public ControlData control() {
        var state = look();
        assertThat(state).isInstanceOf(PostgresState.Stopped.class);
        return ((PostgresState.Stopped) state).control();
    }

    public WalPosition end() {
        return running().end();
    }

    public StepOutcome attempt(Step step) {
        return reply(answer -> port().perform(step, answer));
    }

    public ContractNode step(Step step) {
        assertThat(attempt(step)).as(step.toString()).isEqualTo(StepOutcome.DONE);
        return this;
    }

    /// Begins the step, and does not wait for its reply: what is given back says it, once it is there.
    public Supplier<StepOutcome> begin(Step step) {
        var replies = new ConcurrentLinkedQueue<StepOutcome>();
        port().perform(step, replies::add);
        return () -> {
            eventually(() -> !replies.isEmpty());
            return replies.element();
        };
    }

    public void call(Consumer<Consumer<StepOutcome>> asked) {
        assertThat(this.<StepOutcome>reply(asked)).isEqualTo(StepOutcome.DONE);
    }

    // ---- in a test's words

    public ContractNode bootstrap() {
        return step(new Step.InitDatabase(ClusterConfig.DEFAULT)).step(new Step.CreateUsers(ClusterConfig.DEFAULT));
    }

    public Step asPrimary() {
        return new Step.StartPrimary(permit(), ClusterConfig.DEFAULT);
    }

    public static Step asStandbyOf(Step.Upstream upstream) {
        return new Step.StartStandby(upstream, ClusterConfig.DEFAULT);
    }

    public static Step toTimeline(int number) {
        return new Step.Promote(new Timeline(number));
    }

    public static Step rewindTo(ContractNode leader) {
        return new Step.RewindTo(leader.member(), ClusterConfig.DEFAULT);
    }

    public static Step cloneFrom(ContractNode source) {
        return new Step.CloneFrom(source.member(), ClusterConfig.DEFAULT);
    }

    public static Step stop(Step.StopMode mode) {
        return new Step.Stop(mode, false);
    }

    public ContractNode primary() {
        return bootstrap().step(asPrimary());
    }

    public ContractNode stopped() {
        return step(stop(Step.StopMode.FAST));
    }

    public ContractNode copyOf(ContractNode source) {
        return step(cloneFrom(source)).streamsFrom(source);
    }

    /// Starts as its standby, and streams.
    public ContractNode streamsFrom(ContractNode leader) {
        step(asStandbyOf(leader.upstream()));
        untilStreaming();
        return this;
    }

    public ContractNode follows(ContractNode leader) {
        call(answer -> port().follow(leader.upstream(), answer));
        return this;
    }

    /// Receives from nobody any more.
    public ContractNode onItsOwn() {
        call(answer -> port().follow(Step.Upstream.NOBODY, answer));
        until(state -> state instanceof Running r && !r.replication().streaming());
        return this;
    }

    /// Commits wait for these standbys, in every process that serves a client from now on.
    public ContractNode waitsFor(String names) {
        call(answer -> port().standbyNames(names, answer));
        until(state -> state instanceof Running r && r.facts().commits().equals(new PostgresState.CommitWait(names, true)));
        return this;
    }

    public void until(Predicate<PostgresState> condition) {
        eventually(() -> condition.test(look()));
    }

    public void untilStreaming() {
        until(state -> state instanceof Running r && r.replication().streaming());
    }

    /// Streams on this timeline: PostgreSQL learns of a new one from its upstream.
    public void untilStreaming(int timeline) {
        until(state -> state instanceof Running r && r.replication().streaming() && r.timeline().id() == timeline);
    }

    public void untilHas(String row) {
        eventually(() -> has(row));
    }

    public void untilEndOf(ContractNode leader) {
        eventually(() -> !leader.end().isAfter(end()));
    }

    public void checkpoint() {
        call(port()::checkpoint);
        until(state -> state instanceof Running r && r.facts().checkpointed());
    }

    public UpstreamView.Answered asked(ContractNode leader) {
        var view = this.<UpstreamView>reply(answer -> port().inspect(leader.member(), WITHIN, answer));
        assertThat(view).isInstanceOf(UpstreamView.Answered.class);
        return (UpstreamView.Answered) view;
    }

    /// What the agent concludes from its own look and from what the leader says.
    public Lineage lineage(ContractNode leader) {
        return Lineage.of(look(), asked(leader));
    }

    /// Where the leader's history left this timeline.
    public WalPosition fork(ContractNode leader, int timeline) {
        return asked(leader).forks().stream().filter(row -> row.ended().id() == timeline).map(TimelineHistory.Row::fork).findFirst().orElseThrow();
    }
}
