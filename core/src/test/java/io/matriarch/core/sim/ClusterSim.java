package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.ha.Action;
import io.matriarch.core.ha.Decision;
import io.matriarch.core.ha.Performed;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Journal;
import io.matriarch.core.runtime.Agent;
import io.matriarch.core.runtime.Leash;
import io.matriarch.core.runtime.Ports;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.NodeConfig;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PostgresState;
import io.matriarch.core.view.SystemId;
import io.matriarch.core.view.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A whole cluster on virtual time, with a client that writes every 10 ms to whoever is writable, and the first oracle:
/// after every event at most one server takes writes.
final class ClusterSim {
    static final SystemId SYSTEM = new SystemId("7000000000000000001");
    final EventQueue queue = new EventQueue(this::check);
    final SimEtcd etcd = new SimEtcd(queue);
    final Map<MemberName, SimServer> servers = new TreeMap<>();
    final Map<MemberName, SimDcs> links = new LinkedHashMap<>();
    private final Map<MemberName, Incarnation> agents = new LinkedHashMap<>();
    final List<String> story = new ArrayList<>();
    final List<Long> acknowledged = new ArrayList<>();
    private final Document config;
    private long written;

    /// One run of an agent's process.
    private record Incarnation(Agent agent, AtomicBoolean alive) {}

    ClusterSim(int ttl, String... names) {
        config = new Document(Map.of("ttl", ttl, "loop_wait", 2, "retry_timeout", 1));
        for (var name : names) servers.put(new MemberName(name), new SimServer(queue, new MemberName(name), servers));
        for (var name : names) start(name);
        write();
    }

    void start(String name) {
        var me = new MemberName(name);
        var alive = new AtomicBoolean(true);
        var loop = queue.scheduler(alive::get);
        var server = servers.get(me);
        var link = new SimDcs(queue, etcd, alive::get);
        links.put(me, link);
        var node = new NodeConfig(me, "sim", Tags.NONE, true, config,
                new Document(Map.of("conn_url", "postgres://" + name + ":5432/postgres", "api_url", "http://" + name + "/")), true, Duration.ofSeconds(1));
        var leash = new Leash(clock(), server, queue.scheduler(alive::get));
        var agent = new Agent(node, new Ports(clock(), loop, link, new SimPostgres(server, alive::get), (members, within, reply) -> ask(members, alive::get, reply), journal(name)), leash, _ -> alive.set(false));
        agents.put(me, new Incarnation(agent, alive));
        agent.start();
    }

    void killAgent(String name) {
        agents.get(new MemberName(name)).alive.set(false);
    }

    void killNode(String name) {
        killAgent(name);
        server(name).crash();
    }

    void cutFromEtcd(String name, boolean cut) {
        links.get(new MemberName(name)).cut = cut;
    }

    SimServer server(String name) {
        return servers.get(new MemberName(name));
    }

    Agent agent(String name) {
        return agents.get(new MemberName(name)).agent;
    }

    Optional<String> primary() {
        return servers.entrySet().stream().filter(e -> e.getValue().writable()).map(e -> e.getKey().value()).findFirst();
    }

    boolean whole() {
        var leaders = servers.values().stream().filter(SimServer::writable).toList();
        return leaders.size() == 1 && servers.values().stream().filter(s -> s != leaders.getFirst()).allMatch(s -> s.streamingFrom(leaders.getFirst()));
    }

    /// Virtual time until the cluster is whole.
    Duration untilWhole(Duration limit) {
        return until(this::whole, limit);
    }

    Duration until(BooleanSupplier condition, Duration limit) {
        var from = queue.now();
        assertThat(queue.runUntil(condition, limit)).as("within %s\n%s", limit, String.join("\n", story)).isTrue();
        return from.until(queue.now());
    }

    private void write() {
        servers.values().stream().filter(SimServer::writable).findFirst().ifPresent(s -> {
            s.append(++written);
            acknowledged.add(written);
        });
        queue.after(Duration.ofMillis(10), this::write);
    }

    long lost() {
        var kept = servers.values().stream().filter(SimServer::writable).findFirst().map(s -> s.wal).orElse(List.of());
        return acknowledged.stream().filter(id -> !kept.contains(id)).count();
    }

    private void check() {
        var writable = servers.entrySet().stream().filter(e -> e.getValue().writable()).map(Map.Entry::getKey).toList();
        if (writable.size() > 1) throw new AssertionError("two writable servers: " + writable + "\n" + String.join("\n", story));
    }

    private void ask(List<Member> members, BooleanSupplier alive, Consumer<Map<MemberName, PeerReport>> reply) {
        queue.after(Duration.ofMillis(5), () -> {
            var reports = new TreeMap<MemberName, PeerReport>();
            for (var member : members) reports.put(member.name(), report(member.name()));
            if (alive.getAsBoolean()) reply.accept(reports);
        });
    }

    private PeerReport report(MemberName name) {
        if (!agents.get(name).alive.get()) return new PeerReport.Silent("dead");
        var operator = agents.get(name).agent.operator();
        if (!operator.ready()) return new PeerReport.Silent("starting");
        return switch (servers.get(name).look()) {
            case PostgresState.Running r -> new PeerReport.Answered(r.primary(), true, r.timeline(), r.end(), Tags.NONE);
            case PostgresState.Up _, PostgresState.Down _ -> new PeerReport.Silent("down");
        };
    }

    private Journal journal(String name) {
        return new Journal() {
            private String last = "";

            @Override
            public void record(World world, Decision decision, List<Performed> performed) {
                var line = decision.rule() + " " + performed.stream().filter(p -> !p.action().toString().startsWith("Write") && !(p.action() instanceof Action.RenewLock)).toList();
                if (!line.equals(last)) story.add("%8.3f %s %s".formatted((world.now().nanos() - 3.6e12) / 1e9, name, line));
                last = line;
            }

            @Override
            public void bug(RuntimeException bug) {
                throw bug;
            }
        };
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Moment now() {
                return queue.now();
            }

            @Override
            public String wallTime() {
                return "";
            }

            @Override
            public long epochSeconds() {
                return 0;
            }

            @Override
            public Moment due(String text) {
                return queue.now();
            }
        };
    }
}
