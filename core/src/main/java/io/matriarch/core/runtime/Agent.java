package io.matriarch.core.runtime;

import io.matriarch.core.ha.Asks;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.FailsafeMode;
import io.matriarch.core.ha.Memory;
import io.matriarch.core.ha.Pace;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.Sign;
import io.matriarch.core.ha.Told;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.ClusterConfig;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.JobKind;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.LocalView;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.ScheduledRestart;
import io.matriarch.core.view.UpstreamView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// The loop: observe, decide, perform, record, wait. One tick at a time, all on one scheduler; being woken only shortens the wait.
///
/// It is above the usual size because the whole way of a tick is to be read in one place.
public final class Agent implements Executor.Owner {
    /// Even a loop that is woken or refused at once leaves this much air.
    private static final Duration BREATH = Duration.ofMillis(50);

    /// Between two ticks when there is reason to hurry: a flood of wake-ups cannot occupy the loop wholly.
    private static final Duration AT_ONCE = Duration.ofMillis(2);

    private NodeConfig node;
    private final Ports ports;
    private final Leash leash;
    private final JobSlot jobs;
    private final Executor executor;
    private final Desk desk;
    private final IntConsumer exit;
    private final AtomicReference<Sign> watched;
    private final DurableState durable;
    private Memory memory;
    private long appliedRevision = -1;
    private long jobRevision = -1;
    private LocalRequest jobRequest = LocalRequest.NONE;
    private long foundingRevision;
    private Told told = Told.NOTHING;
    private long lastAnswer;
    private long looks;
    private boolean ticking;
    private boolean woken;
    private boolean late;
    private Moment began = new Moment(0);
    private boolean ended;
    private Scheduler.Cancellable timer = () -> {};
    private Scheduler.Cancellable glances = () -> {};

    /// `exit` is called once, with the exit code, when a decision says that this agent's time is over.
    public Agent(NodeConfig node, Ports ports, Leash leash, IntConsumer exit) {
        this(node, new ClusterConfig(node.bootstrap()), ports, leash, exit);
    }

    /// `last`: the dynamic configuration to go by until etcd has said another.
    public Agent(NodeConfig node, ClusterConfig last, Ports ports, Leash leash, IntConsumer exit) {
        this.node = node;
        this.ports = ports;
        this.leash = leash;
        this.exit = exit;
        this.desk = new Desk(leash, this::wake, this::confirm);
        this.memory = Memory.atStart(last, ports.clock().now());
        this.watched = new AtomicReference<>(memory.sign());
        this.jobs = new JobSlot(ports.clock(), ports.postgres(), leash, this::jobEnded);
        this.executor = new Executor(ports, leash, jobs, this);
        this.durable = new DurableState(ports);
    }

    public void start() {
        ports.dcs().watch(new Watching());
        ports.postgres().onChange(this::wake);
        ports.loop().execute(this::tick);
    }

    /// The operator's configuration of this node has changed: it is used, and written to the server, from the next tick on. Any thread.
    public void reload(NodeConfig newer) {
        ports.loop().execute(() -> {
            node = newer;
            appliedRevision = -1;
        });
        wake();
    }

    public Operator operator() {
        return desk;
    }

    /// Runs the next tick as soon as the one under way is over. Any thread.
    public void wake() {
        ports.loop().execute(() -> {
            woken = true;
            if (!ticking) tickIn(Duration.ZERO);
        });
    }

    /// A leader that cannot reach etcd claims to lead. Answered between two parts of a tick, never within one: what is decided before is in the memory that the
    /// answer is made from, what is decided after knows of the answer.
    private void confirm(LeaderClaim claim, Consumer<Confirmation> reply) {
        ports.loop().execute(() -> reply.accept(answer(claim)));
    }

    private Confirmation answer(LeaderClaim claim) {
        try {
            var now = ports.clock().now();
            var last = desk.snapshot().world();
            var answer = FailsafeMode.answer(claim, new World(last.node(), now, last.wallTime(), last.dcs(), last.local(), leash.permit(), last.peers(), now, memory));
            if (answer instanceof Confirmation.Accepted) memory = memory.confirming(claim, now);
            return answer;
        } catch (RuntimeException bug) {
            ports.journal().bug(bug);
            return new Confirmation.Refused(Confirmation.Ground.UNKNOWN, "a bug: " + bug);
        }
    }

    private void tickIn(Duration delay) {
        timer.cancel();
        timer = ports.loop().after(delay, this::tick);
    }

    private void tick() {
        if (ticking || ended) return;
        ticking = true;
        glances.cancel();
        woken = false;
        looks++;
        desk.tickBegins();
        var within = memory.config().timing().deadlines().attempt();
        // A job that ends while we look may have changed what was seen before: for this tick it still runs, and its end has woken the next.
        var job = jobs.status();
        began = ports.clock().now();
        var both = new Join<PostgresState, DcsView>((postgres, dcs) -> seen(postgres, dcs, job));
        safely(() -> {
            ports.postgres().observe(within, both::left);
            ports.dcs().read(within, both::right);
        });
    }

    /// Every look is bounded, so it was this process that stood still (a frozen machine, a debugger): what was seen before is no fact any
    /// more, and health would claim it. Only once in a row: a machine that is always so slow decides all the same.
    private boolean stoodStill() {
        return !late && began.plus(memory.config().timing().deadlines().attempt().multipliedBy(3)).isBefore(ports.clock().now());
    }

    private void lookAgain() {
        late = true;
        ticking = false;
        tickIn(Duration.ZERO);
    }

    /// Both looks are in: whatever else a rule will read is asked for now.
    private void seen(PostgresState postgres, DcsView dcs, JobStatus job) {
        safely(() -> {
            if (stoodStill()) {
                lookAgain();
                return;
            }
            var now = ports.clock().now();
            if (dcs instanceof DcsView.Reachable) lastAnswer = ports.clock().epochSeconds();
            durable.keep(dcs);
            memory = memory.with(memory.lately(dcs, postgres, job, now)).recall(dcs, postgres, watched.get(), now).acknowledges(node.name(), postgres, job, now);
            var world = world(postgres, dcs, job, UpstreamView.NOT_ASKED, Map.of());
            facts(world);
            var within = memory.config().timing().deadlines().attempt();
            var both = new Join<UpstreamView, Map<MemberName, PeerReport>>((upstream, peers) -> decide(world(postgres, dcs, job, upstream, peers)));
            ask(Asks.upstream(world), within, both);
            ask(Asks.peers(world), within, both);
        });
    }

    /// Whoever waits for fresh facts gets them before we ask others: two members that ask each other would wait for each other.
    private void facts(World world) {
        if (desk.ready()) desk.publish(desk.snapshot().seeing(world));
    }

    private void ask(Optional<Member> upstream, Duration within, Join<UpstreamView, Map<MemberName, PeerReport>> both) {
        if (upstream.isEmpty()) both.left(UpstreamView.NOT_ASKED);
        else ports.postgres().inspect(upstream.orElseThrow(), within, both::left);
    }

    private void ask(List<Member> peers, Duration within, Join<UpstreamView, Map<MemberName, PeerReport>> both) {
        if (peers.isEmpty()) both.right(Map.of());
        else ports.peers().ask(peers, within.compareTo(node.peerPatience()) < 0 ? within : node.peerPatience(), both::right);
    }

    private World world(PostgresState postgres, DcsView dcs, JobStatus job, UpstreamView upstream, Map<MemberName, PeerReport> peers) {
        var local = new LocalView(postgres, job, desk.request(), upstream, appliedRevision, foundingRevision, jobs.rebuilds(), ports.postgres().disk(), durable.promised(), ports.watchdog().look(), durable.mark(), scheduled(), durable.leases());
        var now = ports.clock().now();
        return new World(node, now, ports.clock().wallTime(), dcs, local, leash.permit(), peers, requestDue(dcs, now), memory);
    }

    private ScheduledRestart scheduled() {
        return desk.scheduled() instanceof ScheduledRestart.At at ? at.dueAt(ports.clock().due(at.schedule())) : ScheduledRestart.NONE;
    }

    /// A request without a time is due now, by the very same reading of the clock.
    private Moment requestDue(DcsView dcs, Moment now) {
        return dcs instanceof DcsView.Reachable(var cluster, _, _) && cluster.request() instanceof OperatorRequest.Switchover(_, _, var at, _)
                && !at.isEmpty() ? ports.clock().due(at) : now;
    }

    private void decide(World world) {
        safely(() -> {
            if (stoodStill()) {
                lookAgain();
                return;
            }
            var decision = Decider.decide(world);
            var settles = !decision.memory().poll().quiet().equals(memory.poll().quiet());
            memory = decision.memory();
            desk.publish(new Snapshot(world, decision, leash.permit(), lastAnswer, Pace.next(world)));
            tell(world);
            executor.perform(world, decision.plan(), performed -> safely(() -> {
                ports.journal().record(world, decision, performed);
                rest(world, performed, settles);
            }));
        });
    }

    /// Before the plan is carried out: it may be the agent's last.
    private void tell(World world) {
        var news = told.news(world);
        told = told.after(world);
        news.forEach(ports.callbacks()::call);
    }

    /// The tick is over: wait until something is due, or go on at once when the lock has just changed hands.
    private void rest(World world, List<Performed> performed, boolean settles) {
        ticking = false;
        late = false;
        var now = ports.clock().now();
        if (woken || settles || Pace.goesOn(performed)) {
            tickIn(AT_ONCE);
            return;
        }
        var due = Moment.later(now.plus(BREATH), Pace.after(performed, world.with(leash.permit())));
        tickIn(now.until(due));
        glanceBefore(due);
    }

    private void glanceBefore(Moment due) {
        var glance = Pace.glance(desk.snapshot().world());
        if (glance.compareTo(ports.clock().now().until(due)) < 0) glances = ports.loop().after(glance, () -> glance(due));
    }

    /// Between two looks the server is looked at alone, so that health is fresh although etcd is spared. Nothing is decided on it; what it shows that is new makes a look due.
    /// However long it takes, the next look comes when it is due.
    private void glance(Moment due) {
        if (ticking || ended) return;
        var looked = ports.clock().now();
        var after = looks;
        safely(() -> ports.postgres().observe(memory.config().timing().deadlines().attempt(), state -> safely(() -> {
            if (ticking || ended || looks != after) return;
            var world = desk.snapshot().world();
            desk.publish(desk.snapshot().seeing(world.glanced(state, looked)));
            if (Pace.asBefore(world.postgres(), state) && !Pace.unheard(watched.get(), world, ports.clock().now())) glanceBefore(due);
            else tickIn(Duration.ZERO);
        })));
    }

    /// The one place where an exception, which is always a bug, is caught: no plan this tick, and the leash still guards.
    private void safely(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException bug) {
            ports.journal().bug(bug);
            ticking = false;
            tickIn(memory.config().timing().loopWait());
        }
    }

    private void jobEnded(JobStatus.Ended job) {
        if (job.succeeded() && job.kind().startsServer()) appliedRevision = jobRevision;
        if (job.kind() == JobKind.RESTART) desk.restarted(jobRequest, job.succeeded());
        wake();
    }

    @Override
    public void jobStarts(LocalRequest request) {
        jobRevision = memory.cluster().configRevision();
        jobRequest = request;
    }

    @Override
    public void requestDone(LocalRequest request, boolean succeeded, String reason) {
        desk.answer(request, succeeded, reason);
    }

    @Override
    public void scheduleEnds(ScheduledRestart.At restart, boolean begins) {
        desk.scheduleEnds(restart, begins);
    }

    @Override
    public void founding(long revision) {
        foundingRevision = revision;
    }

    @Override
    public void promised(Promised.To promise) {
        durable.promised(promise);
    }

    @Override
    public void confirmed(Moment until) {
        memory = memory.confirmed(until);
    }

    @Override
    public void bug(RuntimeException bug) {
        ports.journal().bug(bug);
    }

    @Override
    public void configured(long revision) {
        appliedRevision = revision;
    }

    @Override
    public void exit(int code) {
        if (ended) return;
        ended = true;
        exit.accept(code);
    }

    /// What the watch says: look again; and by when a heartbeat had certainly been sent.
    private final class Watching implements Dcs.WatchListener {
        @Override
        public void changed() {
            wake();
        }

        @Override
        public void heartbeat(MemberName holder, long modRevision) {
            var seen = ports.clock().now();
            watched.updateAndGet(sign -> sign.heard(modRevision, seen, sign.ttl()));
        }
    }
}
