package io.matriarch.chaos.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One etcd member, seen through its JSON gateway.
public final class Etcd {

    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoint forUs;
    private final Spawner spawner;
    private final List<String> argv;
    private final List<String> inside;
    private final Path work;
    private final String name;
    private Pid pid = new Pid(0, 0);

    Etcd(int member, Addresses addresses, Network network, Spawner spawner, Path work) {
        this.name = Addresses.etcdName(member);
        this.forUs = new Endpoint(network.etcdHostForClients(member), addresses.etcdClientPort(member));
        this.spawner = spawner;
        this.work = work;
        this.inside = network.insideEtcd(member);
        this.argv = List.of("etcd", "--name", name, "--data-dir", work.resolve(name).toString(),
                "--listen-client-urls", "http://" + network.listenHost() + ":" + addresses.etcdClientPort(member),
                "--advertise-client-urls", "http://" + addresses.etcdClient(member),
                "--listen-peer-urls", "http://" + addresses.etcdPeer(member),
                "--initial-advertise-peer-urls", "http://" + addresses.etcdPeer(member),
                "--initial-cluster", addresses.etcdInitialCluster(), "--initial-cluster-state", "new");
    }

    /// Starts the member; it finds its own data again.
    void start() {
        pid = spawner.start(argv, inside, work, work.resolve(name + ".log"), Map.of());
    }

    Pid pid() {
        return pid;
    }

    /// Whether it can serve linearizable requests, as it says itself.
    boolean healthy() {
        return Http.get(forUs, "/health", LIMIT) instanceof Http.Answer.Status(int _, String body) && body.contains("true");
    }

    /// Whether it is the raft leader, as it says itself.
    boolean leads() {
        return Http.post(forUs, "/v3/maintenance/status", LIMIT, "{}") instanceof Http.Answer.Status(int code, String body)
                && code == 200 && leads(body).orElse(false);
    }

    private static Optional<Boolean> leads(String status) {
        try {
            var tree = JSON.readTree(status);
            var self = tree.path("header").path("member_id").asText();
            return Optional.of(!self.isEmpty() && self.equals(tree.path("leader").asText()));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }
}
