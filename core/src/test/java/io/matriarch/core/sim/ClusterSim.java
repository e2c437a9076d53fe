package io.matriarch.core.sim;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Journal;
import io.matriarch.core.runtime.Agent;
import io.matriarch.core.runtime.Leash;
import io.matriarch.core.runtime.Ports;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.LeaderLock;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.SyncState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.WatchdogView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A whole cluster on virtual time: agents, servers with their guardians, one store, one network, and a client that writes to whoever
/// is writable. [Invariants] are checked after every event. Above the usual size: it is where everything is plugged together.
final class ClusterSim {
    static final SystemId SYSTEM = new SystemId("7000000000000000001");
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(20);
    final EventQueue queue = new EventQueue(this::check);
    final Dice dice;
    final SimNetwork network;
    final SimEtcd etcd;
    final Invariants invariants = new Invariants(queue);
    private final Failsafes failsafes;
    /// In the order of their names; it is walked after every event.
    final Map<MemberName, SimServer> servers = new LinkedHashMap<>();
    private final Map<MemberName, Incarnation> agents = new LinkedHashMap<>();
    final SimRemote remote;
    final SimBackup backup;
    final List<String> story = new ArrayList<>();
    final Map<MemberName, String> rules = new TreeMap<>();
    /// Since when each decides by its present rule.
    private final Map<MemberName, Moment> since = new TreeMap<>();
    /// Every rule that decided anywhere.
    final Set<String> fired = new HashSet<>();
    private final Map<MemberName, Double> rates = new TreeMap<>();
    private final Shape shape;
    boolean telling = true;
    /// Nobody writes: no WAL moves.
    boolean idle;
    Spectator spectator = Spectator.NOBODY;
    private final Set<MemberName> gone = new TreeSet<>();

    /// One run of an agent's process.
    record Incarnation(Agent agent, SimProcess process, Claims claims) {
        Incarnation(Agent agent, SimProcess process) {
            this(agent, process, new Claims(agent.operator(), process));
        }
    }

    ClusterSim(int ttl, String... names) {
        this(new Dice(1), Shape.of(ttl, names));
    }

    ClusterSim(Dice dice, Shape shape) {
        this.shape = shape;
        this.dice = dice;
        network = new SimNetwork(dice.split());
        etcd = new SimEtcd(queue, network);
        invariants.loss.ttl = shape.clusterConfig().timing().ttl();
        invariants.loss.allowedLag = shape.clusterConfig().maximumLagOnFailover();
        invariants.wellAgent = name -> agents.get(name).process.acts() && !agents.get(name).process.hangs() && !leaving(name) && !tags(name).noFailover();
        invariants.unguarded = etcd::unguarded;
        invariants.agents = agents;
        invariants.synchronous = () -> etcd.view().sync() instanceof SyncState.On;
        invariants.term = () -> etcd.view().term().term();
        invariants.ledLast = name -> etcd.view().sync() instanceof SyncState.On key && key.leader().equals(name.value());
        etcd.proofs = invariants::proven;
        etcd.overthrown = this::overthrown;
        failsafes = new Failsafes(() -> etcd.view().failsafe(), invariants::clocksLie, invariants::confirmed);
        etcd.forgotten = invariants::forgot;
        etcd.installed = shape.document();
        etcd.founders = name -> invariants.founding(servers.get(name));
        for (var node : shape.nodes()) {
            var name = new MemberName(node.name());
            rates.put(name, dice.between(-5e-4, 5e-4));
            servers.put(name, new SimServer(new SimProcess(queue, rates.get(name)), name, network, servers, invariants));
        }
        remote = new SimRemote(queue, network, servers);
        backup = new SimBackup(queue, network);
        servers.values().forEach(server -> server.backup = backup);
        if (shape.follows()) remote.found();
        network.questions = new Dice(Double.doubleToLongBits(rates.values().iterator().next()));
        for (var node : shape.nodes()) start(node.name());
        write();
    }

    /// The key was taken from a holder that may go on until it hears of it, or until what it proved is over, also when it stands still or is down just now: from now
    /// on only what is told with the word of others counts.
    private void overthrown(MemberName name) {
        var server = servers.get(name);
        if (server.alive() && !server.standby || agents.get(name).claims().mayLead() || invariants.mayLead(server)) invariants.onlySynchronous();
    }

    private Tags tags(MemberName name) {
        return shape.nodes().stream().filter(node -> node.name().equals(name.value())).findFirst().orElseThrow().asTags();
    }

    void start(String name) {
        var me = new MemberName(name);
        invariants.begins(me);
        var server = servers.get(me);
        var process = new SimProcess(queue, rates.get(me), server.box.wallClock);
        server.wakers.clear();
        var agent = agent(me, server, process);
        agents.put(me, new Incarnation(agent, process));
        agent.start();
    }

    /// A second agent of that name, with a machine and a directory of its own.
    Agent namesake(String name) {
        var me = new MemberName(name);
        var box = new SimProcess(queue, 0);
        var agent = agent(me, new SimServer(box, me, network, servers, invariants), new SimProcess(queue, 0, box.wallClock));
        agent.start();
        return agent;
    }

    private Agent agent(MemberName me, SimServer server, SimProcess process) {
        var name = me.value();
        var node = new NodeConfig(me, "sim", tags(me), true, shape.document(),
                new Document(Map.of("conn_url", "postgres://" + name + ":5432/postgres", "api_url", "http://" + name + "/", "tags", tags(me).all().fields())), true, Duration.ofSeconds(1));
        var leash = new Leash(process.clock(), server.guardian, process.scheduler());
        var ports = new Ports(process.clock(), process.scheduler(), new SimDcs(queue, etcd, network, me, process), new SimPostgres(server, process),
                new SimPeers(me, process, network, agents, failsafes), journal(me), new SimPromises(server, process), () -> new WatchdogView(server.watchdog), new SimMarks(server, process), new SimLeases(server, process));
        return new Agent(node, ports, leash, _ -> process.kill());
    }

    void killAgent(String name) {
        process(name).kill();
        server(name).guardian.agentGone();
        invariants.disturb(new MemberName(name));
    }

    void killNode(String name) {
        killAgent(name);
        server(name).kill(true);
    }

    void crash(String name) {
        server(name).kill(true);
    }

    void cutFromEtcd(String name, boolean cut) {
        network.etcd(new MemberName(name), !cut);
    }

    SimProcess process(String name) {
        return agents.get(new MemberName(name)).process;
    }

    SimServer server(String name) {
        return servers.get(new MemberName(name));
    }

    Agent agent(String name) {
        return agents.get(new MemberName(name)).agent;
    }

    /// An operator's word to one living agent.
    void ask(String name, LocalRequest request) {
        process(name).run(() -> agent(name).operator().request(request, _ -> {}));
    }

    /// Its agent was asked to leave and is about to: it runs for nothing any more.
    private boolean leaving(MemberName name) {
        var operator = agents.get(name).agent.operator();
        return operator.ready() && operator.snapshot().world().local().request() instanceof LocalRequest.Shutdown;
    }

    Optional<String> primary() {
        return servers.entrySet().stream().filter(e -> e.getValue().writable()).map(e -> e.getKey().value()).findFirst();
    }

    /// One takes writes, its commits wait for nobody who is not there (where somebody is), and all the others stream from it. Asked after every event while a cluster comes up: no streams here.
    boolean whole() {
        for (var server : servers.values()) if (server.writable() && !gone.contains(server.name)) return followedByAll(server) && (server.commits.flow() || servers.size() == 1 + gone.size());
        return false;
    }

    /// Of a standby cluster: its leader, when that is a standby that streams from the remote.
    Optional<String> standbyLeader() {
        return etcd.lock() instanceof LeaderLock.Held(var holder, _, _, _) && server(holder.value()).streamingFrom(remote.server) ? Optional.of(holder.value()) : Optional.empty();
    }

    /// The same, and all others stream from that one.
    boolean wholeStandbyCluster() {
        return standbyLeader().filter(leader -> followedByAll(server(leader))).isPresent();
    }

    private boolean followedByAll(SimServer leader) {
        for (var other : servers.values())
            if (other != leader && !gone.contains(other.name) && (other.writable() || !other.behind(leader, servers.size()))) return false;
        return true;
    }

    /// This node comes back without its data directory.
    void loseData(String name) {
        server(name).loseData();
        invariants.shown.lost(new MemberName(name));
    }

    /// This node is gone for good.
    void lose(String name) {
        killNode(name);
        gone.add(new MemberName(name));
        invariants.shown.lost(new MemberName(name));
    }

    boolean lost(String name) {
        return gone.contains(new MemberName(name));
    }

    /// A node that is gone for good had a newer timeline than any that is left.
    boolean newestTimelineIsGone() {
        return gone.stream().anyMatch(lost -> servers.values().stream().allMatch(s -> gone.contains(s.name) || s.timeline < servers.get(lost).timeline));
    }

    /// Whether whoever the `sync` key names as leader is lost for good, and of its voters too many for an election: what was acknowledged may be gone.
    boolean electorateIsGone() {
        return etcd.view().sync() instanceof SyncState.On key && lost(key.leader()) && key.standbys().stream().filter(voter -> !lost(voter)).count() <= key.quorum();
    }

    /// Whoever led last is lost for good, and may have been left alone in the `failsafe` key.
    boolean lastLeaderIsGone() {
        return lost(etcd.view().heartbeat().by().value());
    }

    /// Whether each of the others streams, and has all that the leader has published: nothing keeps them from leading without it.
    boolean othersHaveAll(String name) {
        return whole() && etcd.view().heartbeat().guarded() && servers.values().stream().filter(s -> !s.name.value().equals(name))
                .allMatch(s -> network.well(s.name) && !etcd.view().status().optime().isAfter(s.wal.end()));
    }

    /// Whether one agent's loop may hang for good, or one node be lost: each of the others could lead, and none is in that state yet.
    boolean othersSuffice() {
        return servers.size() > 2 && gone.isEmpty() && servers.keySet().stream().noneMatch(name -> process(name.value()).hangs() || tags(name).noFailover());
    }

    /// Virtual time until the cluster is whole.
    Duration untilWhole(Duration limit) {
        return until(this::whole, limit);
    }

    Duration until(BooleanSupplier condition, Duration limit) {
        var from = queue.now();
        if (!queue.runUntil(condition, limit)) throw new AssertionError("not within " + limit + "\n" + String.join("\n", story));
        return from.until(queue.now());
    }

    private void write() {
        for (var server : servers.values()) if (server.writable() && !server.stopping && !idle) server.append();
        if (remote.server.running()) remote.write();
        queue.after(BETWEEN_WRITES, this::write);
    }

    long lost() {
        return invariants.loss.lost;
    }

    private void check() {
        invariants.check(servers);
        spectator.moved();
    }

    void tell(String what) {
        tell(() -> what);
    }

    /// What is costly to say is made only when somebody listens.
    void tell(Supplier<String> what) {
        if (!telling && spectator.equals(Spectator.NOBODY)) return;
        spectator.said(what.get());
        if (telling) story.add(String.format(Locale.ROOT, "%9.3f %s", (queue.now().nanos() - 3.6e12) / 1e9, what.get()));
    }

    private Journal journal(MemberName name) {
        return new Journal() {
            private String last = "";

            @Override
            public void record(World world, Decision decision, List<Performed> performed) {
                if (!decision.rule().equals(rules.put(name, decision.rule()))) since.put(name, queue.now());
                fired.add(decision.rule());
                queue.note(fingerprint(decision, performed));
                spectator.decided(name, decision, performed);
                invariants.decided(world, decision, performed);
                if (!telling) return;
                var line = name + " " + decision.rule() + " " + performed.stream().filter(p -> !p.action().toString().startsWith("Write") && !(p.action() instanceof Action.RenewLock && p.succeeded())).toList();
                if (!line.equals(last)) tell(line);
                last = line;
            }

            @Override
            public void bug(RuntimeException bug) {
                if (!(bug instanceof SimProcess.Planted)) throw bug;
            }
        };
    }

    /// What was decided and what came of it, by nothing that differs from one JVM to the next (an enum's hash code does).
    private static long fingerprint(Decision decision, List<Performed> performed) {
        long print = decision.rule().hashCode();
        for (var one : performed) print = print * 31 + one.action().getClass().getSimpleName().hashCode() * 2L + (one.succeeded() ? 1 : 0);
        return print;
    }

    /// The rules by which members have decided for that long, without another one meanwhile.
    Set<String> steadyRules(Duration span) {
        var steady = new TreeSet<String>();
        rules.forEach((name, rule) -> {
            if (since.get(name).until(queue.now()).compareTo(span) >= 0) steady.add(rule);
        });
        return steady;
    }

    /// How often a standby was promoted.
    long promotions() {
        return servers.values().stream().mapToLong(s -> s.promotions).sum();
    }
}
