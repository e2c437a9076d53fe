package io.matriarch.chaos.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One node: an agent and its PostgreSQL, in one directory, in one place of the network.
public final class Node {

    /// The superuser's name and password: for a cluster that lives minutes, on loopback or in namespaces of its own.
    public static final String SUPERUSER = "postgres";

    /// See `SUPERUSER`.
    public static final String PASSWORD = "chaos-super";

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final int number;
    private final Path home;
    private final Endpoint postgres;
    private final Endpoint rest;
    private final AgentCommand command;
    private final Spawner spawner;
    private final List<String> inside;
    private final ProcessTable processes;
    private Pid agent = new Pid(0, 0);

    Node(int number, Path home, Addresses addresses, AgentCommand command, Spawner spawner) {
        var host = addresses.network().nodeHostForClients(number);
        this.number = number;
        this.home = home;
        this.postgres = new Endpoint(host, addresses.node(number).postgres());
        this.rest = new Endpoint(host, addresses.node(number).rest());
        this.command = command;
        this.spawner = spawner;
        this.inside = addresses.network().insideNode(number);
        this.processes = new ProcessTable(home, spawner.account());
    }

    static Path data(Path home) {
        return home.resolve("data");
    }

    static Path sockets(Path home) {
        return home.resolve("s");
    }

    /// The file that the agent of this node was started with.
    public Path configuration() {
        return config(home);
    }

    static Path config(Path home) {
        return home.resolve("agent.yml");
    }

    /// The member's name in the cluster, which is its `application_name` in replication.
    public String name() {
        return "n" + number;
    }

    int number() {
        return number;
    }

    /// Where clients connect.
    public Endpoint postgres() {
        return postgres;
    }

    /// Where its REST API is.
    public Endpoint rest() {
        return rest;
    }

    /// Whether a health check answers 200 now.
    public boolean answers(String path) {
        return Http.get(rest, path, LIMIT).ok();
    }

    /// Starts the agent, as an init system would.
    void startAgent() {
        agent = spawner.start(command.argv(config(home)), inside, home, home.resolveSibling(name() + ".log"),
                Map.of(ProcessTable.MARK, home.toString()));
    }

    boolean agentAlive() {
        return agent.alive();
    }

    Pid agent() {
        return agent;
    }

    Pid postmaster() {
        return processes.postmaster(data(home)).orElseThrow(() -> new IllegalStateException(name() + " has no postmaster"));
    }

    ProcessTable processes() {
        return processes;
    }
}
