package io.matriarch.agent.postgres;

import io.matriarch.agent.disk.Disks;
import io.matriarch.agent.hook.CallbackScripts;
import io.matriarch.core.port.Callbacks;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.LocalPostgres;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.DiskView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.PermanentSlot;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.UpstreamView;
import io.matriarch.core.view.WalPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port [LocalPostgres] on a real server. Answers come on the given scheduler.
///
/// Threads, all daemons: `postgres-observer` looks, `postgres-job` carries out the one step, `postgres-calls` makes small changes
/// and inspects, `postgres-checkpoint` waits for CHECKPOINT, `postgres-slots` for slots that are made or moved,
/// `postgres-tidy` thins out what was set aside, `receiver-watch` waits for the end of the WAL receiver. They share [LocalServer], whose parts are each safe.
public final class LocalPostgresServer implements LocalPostgres, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgresServer.class);
    private final LocalServer server;
    private final Scheduler scheduler;
    private final Observer observer;
    private final Inspection inspection;
    private final Changes changes;
    private final SlotCopies slotCopies;
    private final SlotWork slotWork;
    private final Bootstrap bootstrap;
    private final Copying copying;
    private final Rewind rewind;
    private final CrashRecovery recovery;
    private final ServerStart start;
    private final ServerStop stop;
    private final Hooks hooks;
    private final Promotion promotion;
    private final Disks disks;
    private final CallbackScripts callbacks;
    private final ReceiverWatch receiver = new ReceiverWatch().start();
    private final AtomicBoolean checkpointing = new AtomicBoolean();
    private final AtomicBoolean untidy = new AtomicBoolean(true);
    private final AtomicInteger steps = new AtomicInteger();
    private final ExecutorService looks = thread("postgres-observer");
    private final ExecutorService jobs = thread("postgres-job");
    private final ExecutorService calls = thread("postgres-calls");
    private final ExecutorService checkpoints = thread("postgres-checkpoint");
    private final ExecutorService tidying = thread("postgres-tidy");

    /// `postmaster` is also the [io.matriarch.core.port.Guardian] of this server. Makes the state directory when it is missing; touches
    /// nothing else yet.
    public LocalPostgresServer(PostgresConfig config, Postmaster postmaster, Clock clock, Scheduler scheduler) {
        this.server = new LocalServer(config, postmaster);
        this.scheduler = scheduler;
        try {
            server.state().create();
        } catch (IOException trouble) {
            throw new UncheckedIOException("the agent's own directory beside data_dir could not be made", trouble);
        }
        var files = new ConfigFiles(server::config, server.directory());
        this.observer = new Observer(server, receiver, clock, scheduler, looks);
        this.inspection = new Inspection(server::config);
        this.callbacks = new CallbackScripts(this::callbackSetting);
        this.changes = new Changes(server, files, this::reloaded);
        this.slotCopies = new SlotCopies(server);
        this.slotWork = new SlotWork(server);
        this.start = new ServerStart(server, files, slotCopies);
        this.hooks = new Hooks(server);
        this.stop = new ServerStop(server, hooks);
        this.bootstrap = new Bootstrap(server, files, start, stop);
        this.copying = new Copying(server, stop);
        this.rewind = new Rewind(server, files, stop);
        this.recovery = new CrashRecovery(server, files);
        this.promotion = new Promotion(server);
        this.disks = new Disks(config.dataDir(), clock, () -> server.config().rebuilding().watermarks());
    }

    private CallbackScripts.Setting callbackSetting() {
        var config = server.config();
        return new CallbackScripts.Setting(server.settings().section().section("callbacks"), config.scope(), server.programs().environment(), config.patience().callback());
    }

    private void reloaded() {
        callbacks.reloaded(server.directory().standby());
    }

    /// The operator's callbacks. That the configuration was read again, they hear from here.
    public Callbacks callbacks() {
        return callbacks;
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    @Override
    public void observe(Duration within, Consumer<PostgresState> reply) {
        var asked = steps.get();
        observer.observe(within, state -> {
            reply.accept(state);
            if (untidy.get() && !server.busy() && steps.get() == asked && works(state)) tidy();
        });
    }

    /// Streaming, and it let us in, so it is consistent; or a primary.
    private static boolean works(PostgresState state) {
        return state instanceof PostgresState.Running running && (running.primary() || running.replication().streaming());
    }

    /// What was set aside is thinned out only while the server in its place was seen to work, with no step since the look.
    private void tidy() {
        untidy.set(false);
        tidying.execute(() -> {
            try {
                server.directory().setAside().trim(server.config().rebuilding().limit());
            } catch (IOException | RuntimeException trouble) {
                LOG.warn("what was set aside could not be thinned out: {}", trouble.toString());
            }
        });
    }

    @Override
    public DiskView disk() {
        return disks.view(observer.slots());
    }

    @Override
    public void inspect(Member leader, Duration within, Consumer<UpstreamView> reply) {
        var answered = new AtomicBoolean();
        Consumer<UpstreamView> once = view -> { if (answered.compareAndSet(false, true)) reply.accept(view); };
        var late = scheduler.after(within, () -> once.accept(new UpstreamView.Silent("no answer within " + within.toMillis() + " ms")));
        calls.execute(() -> {
            var view = inspection.inspect(leader, within);
            scheduler.execute(() -> {
                late.cancel();
                once.accept(view);
            });
        });
    }

    @Override
    public void perform(Step step, Consumer<StepOutcome> reply) {
        server.programs().permit();
        server.busy(true);
        steps.incrementAndGet();
        jobs.execute(() -> {
            var outcome = outcome(() -> carryOut(step));
            server.progress().set("");
            scheduler.execute(() -> {
                server.busy(false);
                steps.incrementAndGet();
                untidy.set(true);
                reply.accept(outcome);
            });
        });
    }

    private void carryOut(Step step) throws Trouble, IOException, InterruptedException {
        switch (step) {
            case Step.InitDatabase(var config) -> bootstrap.initDatabase(config);
            case Step.CreateUsers(var config) -> bootstrap.createUsers(config);
            case Step.CloneFrom clone -> copying.cloneFrom(clone);
            case Step.Restore(var config) -> copying.restore(config);
            case Step.FetchSlots(var leader, var names) -> slotCopies.fetch(leader, names);
            case Step.Recover(var config) -> recovery.asItWillStart(config);
            case Step.RewindTo(var leader, var config) -> rewind.rewindTo(leader, config);
            case Step.StartStandby(var upstream, var config) -> start.standby(upstream, config);
            case Step.StartPrimary(var permit, var config) -> start.primary(permit, config);
            case Step.Stop asked -> stop.asAsked(asked);
            case Step.PrePromote() -> hooks.prePromote();
            case Step.Promote(var number) -> promotion.promote(number);
        }
    }

    @Override
    public void cancel() {
        server.programs().cancel();
    }

    @Override
    public String progress() {
        return server.progress().get();
    }

    @Override
    public void follow(Step.Upstream upstream, Consumer<StepOutcome> reply) {
        call(calls, () -> changes.follow(upstream), reply);
    }

    @Override
    public void configure(ClusterConfig config, Consumer<StepOutcome> reply) {
        call(calls, () -> changes.configure(config), reply);
    }

    @Override
    public void standbyNames(String names, Consumer<StepOutcome> reply) {
        call(calls, () -> changes.standbyNames(names), reply);
    }

    @Override
    public void standbyNamesAsConfigured(Consumer<StepOutcome> reply) {
        call(calls, changes::standbyNamesAsConfigured, reply);
    }

    @Override
    public void createSlots(List<String> names, Consumer<StepOutcome> reply) {
        call(calls, () -> changes.createSlots(names), reply);
    }

    @Override
    public void dropSlots(List<String> names, Consumer<StepOutcome> reply) {
        call(calls, () -> changes.dropSlots(names), reply);
    }

    @Override
    public void createLogicalSlots(List<PermanentSlot.Logical> wanted, Consumer<StepOutcome> reply) {
        slotWork.create(wanted);
        scheduler.execute(() -> reply.accept(StepOutcome.DONE));
    }

    @Override
    public void advanceSlots(Map<String, WalPosition> to, Consumer<StepOutcome> reply) {
        slotWork.advance(to);
        scheduler.execute(() -> reply.accept(StepOutcome.DONE));
    }

    /// Answers at once: a checkpoint may take minutes. Whether it is written shows the next look.
    @Override
    public void checkpoint(Consumer<StepOutcome> reply) {
        if (checkpointing.compareAndSet(false, true)) checkpoints.execute(() -> {
            outcome(changes::checkpoint);
            checkpointing.set(false);
        });
        scheduler.execute(() -> reply.accept(StepOutcome.DONE));
    }

    @Override
    public void onChange(Runnable wakeUp) {
        server.postmaster().onChange(wakeUp);
        receiver.onEnd(wakeUp);
    }

    /// What a reload of the configuration brought. The files are written by the next [#configure].
    public void reconfigure(PostgresConfig config) {
        server.reconfigure(config);
        untidy.set(true);
    }

    /// Ends the threads. The server and its guardian live on.
    @Override
    public void close() {
        server.programs().cancel();
        callbacks.close();
        disks.close();
        receiver.close();
        slotWork.close();
        List.of(looks, jobs, calls, checkpoints, tidying).forEach(ExecutorService::shutdownNow);
    }

    private interface Work {
        void run() throws Trouble, IOException, InterruptedException;
    }

    private void call(ExecutorService thread, Work work, Consumer<StepOutcome> reply) {
        thread.execute(() -> {
            var outcome = outcome(work);
            scheduler.execute(() -> reply.accept(outcome));
        });
    }

    /// The one place where trouble becomes an outcome.
    private static StepOutcome outcome(Work work) {
        try {
            work.run();
            return StepOutcome.DONE;
        } catch (Trouble trouble) {
            return new StepOutcome.Failed(trouble.getMessage());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return new StepOutcome.Failed("interrupted");
        } catch (IOException | RuntimeException trouble) {
            return new StepOutcome.Failed(trouble.toString());
        }
    }
}
