package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.cli.Commands;
import io.matriarch.agent.cli.Lookups;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `matriarch config explain` over a real etcd: while it answers, while the key is damaged, and after it ended.
class EtcdLookupTest {
    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void explain_reads_etcd_and_says_so_when_it_cannot() throws Exception {
        var client = freePort();
        var peer = freePort();
        var data = Files.createDirectory(directory.resolve("data"));
        var file = Files.writeString(directory.resolve("node.yml"), """
                scope: demo
                name: node1
                restapi: {listen: 127.0.0.1}
                etcd3: {host: '127.0.0.1:%d'}
                postgresql: {listen: 127.0.0.1, data_dir: %s, bin_dir: /no/bin, authentication: {replication: {username: r}}}
                """.formatted(client, data));
        var own = "http://127.0.0.1:" + client;
        var etcd = new ProcessBuilder("etcd", "--data-dir", directory.resolve("etcd").toString(), "--listen-client-urls", own, "--advertise-client-urls", own, "--listen-peer-urls",
                "http://127.0.0.1:" + peer, "--initial-advertise-peer-urls", "http://127.0.0.1:" + peer, "--initial-cluster", "default=http://127.0.0.1:" + peer, "--log-level", "error")
                .redirectErrorStream(true).redirectOutput(directory.resolve("etcd.log").toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> put(own, "{\"ttl\": 33}"));
            assertThat(explained(file, "ttl")).startsWith("ttl = 33  (etcd)");
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            put(own, "{\"ttl\": ");
            assertThat(explained(file, "ttl")).startsWith("ttl = 10  (default)");
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("note: the config key in etcd is no JSON object");
        } finally {
            etcd.destroy();
            etcd.waitFor(60, TimeUnit.SECONDS);
        }
        Files.writeString(data.resolve("patroni.dynamic.json"), "{\"ttl\": 44}");
        assertThat(explained(file, "ttl")).startsWith("ttl = 44  (patroni.dynamic.json)");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("note: etcd does not answer (").contains("the dynamic configuration is that of " + data + "/patroni.dynamic.json");
    }

    private static boolean put(String endpoint, String value) throws IOException, InterruptedException {
        var put = new ProcessBuilder("etcdctl", "--endpoints", endpoint, "put", "/service/demo/config", value);
        put.environment().put("ETCDCTL_API", "3");
        return put.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private String explained(Path file, String key) {
        out.reset();
        err.reset();
        var lookups = new Lookups(EtcdLookup::members, (_, _) -> Map.of(), EtcdLookup::dynamic);
        var commands = new Commands((_, _) -> 0, lookups, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(commands.run(List.of("config", "explain", "-c", file.toString(), key))).isEqualTo(0);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
