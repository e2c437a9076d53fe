package io.matriarch.chaos.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Debian's etcdctl, as an operator uses it to look at a cluster's keys and to edit them by hand. Keys are named as below the cluster's prefix.
final class Etcdctl {
    private static final String PREFIX = "/service/chaos/";

    private final String endpoints;

    private Etcdctl(String endpoints) {
        this.endpoints = endpoints;
    }

    static Etcdctl of(ClusterUnderTest cluster) {
        return new Etcdctl(cluster.etcdClients().stream().map(Endpoint::toString).collect(Collectors.joining(",")));
    }

    /// The value; empty also where there is no such key.
    String get(String key) {
        return run("get", PREFIX + key, "--print-value-only").strip();
    }

    void put(String key, String value) {
        assertThat(run("put", PREFIX + key, "--", value)).contains("OK");
    }

    /// On a lease of its own, which lasts for so long.
    void putLeased(String key, String value, Duration ttl) {
        var granted = run("lease", "grant", Long.toString(ttl.toSeconds())).replaceFirst("(?s)lease (\\p{XDigit}+) granted.*", "$1");
        assertThat(run("put", PREFIX + key, "--lease=" + granted, "--", value)).contains("OK");
    }

    boolean leased(String key) {
        return !run("get", PREFIX + key, "-w", "fields").contains("\"Lease\" : 0");
    }

    void delete(String key) {
        assertThat(run("del", PREFIX + key)).contains("1");
    }

    List<String> keys() {
        return run("get", PREFIX, "--prefix", "--keys-only").lines().filter(line -> !line.isBlank()).map(line -> line.substring(PREFIX.length())).toList();
    }

    private String run(String... words) {
        var command = new ArrayList<>(List.of("etcdctl", "--endpoints", endpoints));
        command.addAll(List.of(words));
        var said = Program.run("", Map.of("ETCDCTL_API", "3"), command);
        assertThat(said.ok()).as(said.text()).isTrue();
        return said.text();
    }
}
