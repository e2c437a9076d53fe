package io.matriarch.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// etcd members and nodes in a fresh directory of their own. Everything it starts, it ends: by `close`, or when this JVM ends.
///
/// Longer than most files here: it is the one place that knows all parts, from the first to the last.
public final class ClusterUnderTest implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final Duration POLITE = Duration.ofSeconds(120);
    private static final Duration ETCD_START = Duration.ofSeconds(30);

    private final WorkDirectory work;
    private final Settings settings;
    private final Map<Integer, AgentCommand> joining;
    private final String standbyCluster;
    private final Network network;
    private final Addresses addresses;
    private final List<Etcd> etcd;
    private final List<Node> nodes;
    private final Thread atExit = new Thread(this::interrupted, "end-cluster");
    private boolean ended;

    private ClusterUnderTest(Settings settings, Map<Integer, AgentCommand> joining, String standbyCluster) throws IOException {
        this.settings = settings;
        this.joining = Map.copyOf(joining);
        this.standbyCluster = standbyCluster;
        this.work = WorkDirectory.fresh(settings.account());
        this.network = settings.namespaces() ? new Namespaces(settings.nodes(), settings.etcdMembers()) : new Loopback();
        this.addresses = Addresses.chosen(network, settings.nodes(), settings.etcdMembers());
        var spawner = new Spawner(settings.account(), settings.postgresBin());
        this.etcd = IntStream.rangeClosed(1, settings.etcdMembers())
                .mapToObj(member -> new Etcd(member, addresses, network, spawner, work.path())).toList();
        this.nodes = IntStream.rangeClosed(1, settings.nodes())
                .mapToObj(i -> new Node(i, work.path().resolve("n" + i), addresses, joining.getOrDefault(i, settings.agent()), spawner)).toList();
    }

    /// Starts etcd, waits for it, and starts all agents; the cluster then forms itself.
    public static ClusterUnderTest started(Settings settings) {
        return started(settings, Map.of());
    }

    /// The same, but the nodes of these numbers have agents of their own, and are not started: `restartEndedAgents` does.
    public static ClusterUnderTest started(Settings settings, Map<Integer, AgentCommand> joining) {
        return started(settings, joining, "");
    }

    /// A standby cluster, which follows the primary of another one.
    public static ClusterUnderTest following(Endpoint remote, Settings settings) {
        return started(settings, Map.of(), "host: %s, port: %d".formatted(remote.host(), remote.port()));
    }

    private static ClusterUnderTest started(Settings settings, Map<Integer, AgentCommand> joining, String standbyCluster) {
        try {
            var cluster = new ClusterUnderTest(settings, joining, standbyCluster);
            Runtime.getRuntime().addShutdownHook(cluster.atExit);
            cluster.start();
            return cluster;
        } catch (IOException unwritable) {
            throw new IllegalStateException("no work directory: " + unwritable.getMessage(), unwritable);
        }
    }

    private void start() throws IOException {
        etcd.forEach(this::start);
        if (!Waiting.until(ETCD_START, STEP, this::etcdHealthy)) {
            throw new IllegalStateException("etcd is not healthy after " + ETCD_START.toSeconds() + " s, see " + work.path());
        }
        for (var node : nodes) {
            write(node);
            if (!joining.containsKey(node.number())) {
                start(node);
            }
        }
    }

    private void write(Node node) throws IOException {
        var home = work.path().resolve(node.name());
        work.makePrivate(home);
        work.makePrivate(Node.sockets(home));
        work.write(Node.config(home), NodeYaml.of(node.number(), home, addresses, settings.timing(), settings.synchronous(), settings.postgresBin(), standbyCluster));
    }

    synchronized void start(Node node) {
        if (!ended) {
            node.startAgent();
        }
    }

    synchronized void start(Etcd member) {
        if (!ended) {
            member.start();
        }
    }

    /// Starts again the agents that have ended, as an init system would; the number of them.
    public int restartEndedAgents() {
        var gone = nodes.stream().filter(node -> !node.agentAlive()).toList();
        gone.forEach(this::start);
        return gone.size();
    }

    /// Ends the agent politely (SIGTERM), as an init system would, and waits for its end.
    public void stopAgent(Node node) {
        Signal.TERMINATE.send(node.agent());
        if (!Waiting.until(POLITE, STEP, () -> !node.agentAlive())) throw new IllegalStateException("the agent of " + node.name() + " does not end");
    }

    /// Starts another program as the agent of this node, whose agent has ended: with the same file, on the same data.
    public void startAgent(Node node, AgentCommand other) {
        node.changeAgent(other);
        start(node);
    }

    /// Whether a server runs on this node.
    public boolean serverRuns(Node node) {
        return node.hasPostmaster();
    }

    /// The nodes, in order.
    public List<Node> nodes() {
        return nodes;
    }

    /// Where clients find etcd.
    public List<Endpoint> etcdClients() {
        return addresses.etcdClients();
    }

    /// Whether commits wait for standbys.
    public boolean synchronous() {
        return settings.synchronous() != Synchronous.OFF;
    }

    /// Whether one of these standbys may succeed the primary by the mode that the cluster was made in.
    public boolean covered(List<Node> standbys) {
        return standbys.stream().anyMatch(settings.synchronous()::covered);
    }

    /// Logs and data are here.
    public Path work() {
        return work.path();
    }

    /// Whether every member of etcd serves.
    public boolean etcdHealthy() {
        return etcd.stream().allMatch(Etcd::healthy);
    }

    Etcd etcdLeader() {
        return Waiting.forValue(ETCD_START, STEP, () -> etcd.stream().filter(Etcd::leads).findFirst())
                .orElseThrow(() -> new IllegalStateException("etcd has no leader"));
    }

    Network network() {
        return network;
    }

    /// Whether no agent runs, not even one.
    public boolean allAgentsEnded() {
        return nodes.stream().noneMatch(Node::agentAlive);
    }

    private void interrupted() {
        end();
        System.out.println("interrupted; everything started is ended; kept: " + work.path());
    }

    /// Ends every process and removes the namespaces; logs and data stay.
    @Override
    public void close() {
        end();
        if (!Thread.currentThread().equals(atExit)) {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    private synchronized void end() {
        if (!ended) {
            ended = true;
            boolean _ = Waiting.until(ENDING, STEP, this::nothingLeft);
            network.close();
        }
    }

    private boolean nothingLeft() {
        var left = new ArrayList<Pid>();
        nodes.forEach(node -> left.addAll(node.processes().everything()));
        nodes.stream().map(Node::agent).filter(Pid::alive).forEach(left::add);
        etcd.stream().map(Etcd::pid).filter(Pid::alive).forEach(left::add);
        Signal.KILL.send(left);
        return left.isEmpty();
    }

    /// Removes logs and data.
    public void forget() {
        work.remove();
    }
}
