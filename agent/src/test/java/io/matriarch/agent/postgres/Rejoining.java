package io.matriarch.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Journal;
import io.matriarch.core.port.Leases;
import io.matriarch.core.port.Marks;
import io.matriarch.core.port.Promises;
import io.matriarch.core.port.Step;
import io.matriarch.core.port.StepOutcome;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.runtime.Agent;
import io.matriarch.core.runtime.Leash;
import io.matriarch.core.runtime.Ports;
import io.matriarch.core.view.HighWater;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Endpoint;
import io.matriarch.core.view.Failsafe;
import io.matriarch.core.view.Heartbeat;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.JobStatus;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.OperatorRequest;
import io.matriarch.core.view.OwnLeases;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.Promised;
import io.matriarch.core.view.Release;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.TimelineClaim;
import io.matriarch.core.view.TimelineHistory;
import io.matriarch.core.view.WatchdogView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// The whole loop of one member's agent on its real server, as the program runs it. In the place of etcd there is what the test says of who leads;
/// this member's own writes change nothing of that. Longer than most: it is all that an agent is given.
final class Rejoining implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Document CONFIG = new Document(Map.of("ttl", 30, "loop_wait", 1, "retry_timeout", 5));
    private final Node node;
    private final TestScheduler leashed = new TestScheduler();
    private final Agent agent;
    private final AtomicReference<ClusterView> etcd = new AtomicReference<>(ClusterView.EMPTY);
    private final AtomicInteger revision = new AtomicInteger(100);
    private final AtomicInteger exit = new AtomicInteger(-1);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> bugs = new CopyOnWriteArrayList<>();
    private String rule = "";

    Rejoining(Node node, SystemId initialized, Member leader, Member... others) {
        this.node = node;
        leads(initialized, leader, others);
        var config = new NodeConfig(node.config.name(), "herd", Tags.NONE, false, CONFIG, node.member().data(), true, Duration.ofSeconds(1));
        var ports = new Ports(Node.CLOCK, node.scheduler, new Said(), node.port, (_, _, reply) -> node.scheduler.execute(() -> reply.accept(Map.of())), new Told(), new Unasked(), () -> WatchdogView.FIT, new Markless(), new Leaseless(),
                node.port.callbacks());
        agent = new Agent(config, ports, new Leash(Node.CLOCK, node.postmaster, leashed), exit::set);
        agent.start();
    }

    /// From now on etcd says that this one leads, and that these are the other members.
    void leads(SystemId initialized, Member leader, Member... others) {
        var members = new ArrayList<>(List.of(others));
        members.addFirst(leader);
        var now = revision.addAndGet(10);
        etcd.set(new ClusterView(now, new LeaderLock.Held(leader.name(), new LeaseId(now), now, now), Release.NONE, new Initialize.Done(initialized), members, CONFIG, 3,
                OperatorRequest.NONE, TimelineHistory.UNKNOWN, ClusterStatus.UNKNOWN, SyncState.OFF, Failsafe.NONE, new Heartbeat(now, TTL, leader.name(), true, LeaseId.NONE), TimelineClaim.NONE));
    }

    /// A member as its agent would publish it, reached at `endpoint`.
    static Member leader(Node node, Endpoint endpoint, int timeline) {
        return member(node, endpoint, Map.of("role", "primary", "timeline", timeline));
    }

    static Member streaming(Node node, int timeline) {
        return member(node, node.config.connectAddress(), Map.of("role", "replica", "timeline", timeline, "replication_state", "streaming"));
    }

    private static Member member(Node node, Endpoint endpoint, Map<String, Object> facts) {
        return new Member(node.config.name(), LeaseId.NONE, new Document(Map.of("conn_url", "postgres://" + endpoint + "/postgres", "state", "running")).patched(new Document(facts)));
    }

    /// What was decided and begun, in order: a rule whenever another one decides, `CLONE from a` for a job, and how a job failed.
    List<String> told() {
        return told;
    }

    /// The same, each once: whether a look falls into a job, and is followed by the rule from before, is the machine's affair.
    List<String> toldOnce() {
        return told.stream().filter(line -> !line.equals("always.job-runs")).distinct().toList();
    }

    long times(String prefix) {
        return told.stream().filter(line -> line.startsWith(prefix)).count();
    }

    void untilTold(String prefix) {
        eventually("told: " + prefix, () -> times(prefix) > 0);
    }

    int exitCode() {
        return exit.get();
    }

    void until(Predicate<PostgresState> condition) {
        eventually("its server", () -> condition.test(node.look()));
    }

    void untilStreamingFrom(Node upstream) {
        until(state -> state instanceof PostgresState.Running r && r.replication().streaming() && r.facts().configuredUpstream().equals(upstream.config.connectAddress()));
    }

    void eventually(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().alias(what).pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).failFast(() -> assertThat(bugs).isEmpty()).until(condition);
    }

    /// Its loop ends; its server lives on, as with every agent's end.
    @Override
    public void close() {
        node.closeAgent();
        node.scheduler.close();
        leashed.close();
    }

    private final class Said implements Dcs {
        @Override
        public void read(Duration within, Consumer<DcsView> reply) {
            node.scheduler.execute(() -> reply.accept(new DcsView.Reachable(etcd.get(), new Lease(new LeaseId(1), TTL))));
        }

        @Override
        public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
            node.scheduler.execute(() -> reply.accept(new WriteOutcome.Done(revision.get())));
        }

        @Override
        public void watch(WatchListener listener) {}
    }

    private final class Told implements Journal {
        private JobStatus before = JobStatus.IDLE;

        @Override
        public void record(World world, Decision decision, List<Performed> performed) {
            if (world.job() instanceof JobStatus.Ended ended && !ended.equals(before) && !ended.succeeded()) told.add(ended.kind() + " failed: " + ended.reason());
            before = world.job();
            if (!decision.rule().equals(rule)) told.add(decision.rule());
            rule = decision.rule();
            for (var done : performed) if (done.action() instanceof Action.RunJob(var kind, var steps)) told.add(kind + source(steps));
        }

        private static String source(List<Step> steps) {
            for (var step : steps) {
                if (step instanceof Step.CloneFrom(var source, _, _)) return " from " + source.name();
                if (step instanceof Step.RewindTo(var leader, _)) return " to " + leader.name();
            }
            return "";
        }

        @Override
        public void bug(RuntimeException bug) {
            bugs.add(bug);
        }
    }

    /// Commits are not synchronous here: nobody asks for a promise.
    private record Markless() implements Marks {
        @Override
        public HighWater read() {
            return HighWater.UNKNOWN;
        }

        @Override
        public void keep(HighWater mark) {}
    }

    /// Nor is anything restarted.
    private record Leaseless() implements Leases {
        @Override
        public OwnLeases read() {
            return OwnLeases.NONE;
        }

        @Override
        public void keep(OwnLeases leases) {}
    }

    private static final class Unasked implements Promises {
        @Override
        public Promised read() {
            return Promised.NOTHING;
        }

        @Override
        public void write(Promised.To promise, Consumer<StepOutcome> reply) {
            reply.accept(new StepOutcome.Failed("nobody asks for promises here"));
        }
    }
}
