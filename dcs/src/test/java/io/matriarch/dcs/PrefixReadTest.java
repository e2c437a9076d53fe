package io.matriarch.dcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Deadline;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An agent that has looked before sees what one sees that looks for the first time, and has less sent to it. Over a real etcd.
class PrefixReadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String PREFIX = "/service/looks/";
    private static final List<String> KEYS = List.of("leader", "members/a", "members/b", "members/c", "config", "failover", "history", "sync", "status");
    private final EtcdServers etcd = EtcdServers.start(1).awaitReady();
    private final LoopThread loop = new LoopThread();
    private final EtcdDcs dcs = connect();

    @AfterEach
    void stop() {
        dcs.close();
        loop.close();
        etcd.close();
    }

    @Test
    void whatever_was_put_and_deleted_between_two_looks_is_seen() {
        var chance = new Random(5);
        for (int look = 0; look < 25; look++) {
            for (int change = chance.nextInt(4); change > 0; change--) change(chance);
            assertSeesAll();
        }
    }

    private void change(Random chance) {
        var key = PREFIX + KEYS.get(chance.nextInt(KEYS.size()));
        if (chance.nextInt(3) == 0) etcd.etcdctl("del", key);
        else etcd.etcdctl("put", key, "{\"number\":" + chance.nextInt(1000) + "}");
    }

    @Test
    void a_key_that_was_deleted_while_another_was_made_is_gone() {
        etcd.etcdctl("put", PREFIX + "members/a", "{}");
        look(dcs);
        look(dcs); // the connection is there since the first
        etcd.etcdctl("put", PREFIX + "members/b", "{}");
        etcd.etcdctl("del", PREFIX + "members/a");
        assertThat(look(dcs).members()).singleElement().satisfies(m -> assertThat(m.name().value()).isEqualTo("b"));
        assertSeesAll();
    }

    /// Its revisions name other changes than they did before; no look tells one from the other.
    @Test
    void an_etcd_that_was_set_back_and_went_on_is_read_whole() {
        etcd.etcdctl("put", PREFIX + "config", "{\"ttl\":10}");
        etcd.kill(0);
        var saved = etcd.saved(0);
        etcd.restart();
        etcd.awaitReady();
        etcd.etcdctl("put", PREFIX + "config", "{\"ttl\":20}");
        assertThat(look(dcs).config().number("ttl", 0)).isEqualTo(20);
        etcd.kill(0);
        etcd.setBack(0, saved);
        etcd.restart();
        etcd.awaitReady();
        for (int later = 0; later < 5; later++) etcd.etcdctl("put", PREFIX + "history", "[" + later + "]");
        assertThat(look(dcs).config().number("ttl", 0)).isEqualTo(10);
        assertSeesAll();
    }

    @Test
    void what_has_not_changed_is_not_sent_again() throws Exception {
        var size = 50_000;
        etcd.etcdctl("put", PREFIX + "history", "x".repeat(size));
        look(dcs);
        look(dcs); // the connection is there since the first
        var before = bytesSent();
        for (int again = 0; again < 10; again++) look(dcs);
        assertThat(bytesSent() - before).isLessThan(size);
    }

    /// The other one's answer may be of another etcd, and the connection that it came over is an old one by now.
    @Test
    void a_look_under_way_while_another_finds_a_new_connection_is_read_whole() throws Exception {
        var size = 50_000;
        etcd.etcdctl("put", PREFIX + "history", "x".repeat(size));
        try (var connection = Connection.open(config(), SrvLookup.SYSTEM)) {
            var read = new PrefixRead(connection, Keyspace.of("service", "looks"));
            look(connection, () -> read.send(deadline()));
            var endpoint = connection.thread().submit(() -> connection.endpoints().ordered(Endpoints.Care.ALL).getFirst()).get();
            await().until(() -> endpoint.connectedSince(System.nanoTime()));
            connection.thread().submit(() -> connection.continuity().answered(endpoint, System.nanoTime())).get();
            var before = bytesSent();
            look(connection, () -> read.send(deadline()));
            assertThat(bytesSent() - before).as("usually").isLessThan(size);
            look(connection, () -> {
                var underWay = read.send(deadline());
                connection.continuity().answered(endpoint, System.nanoTime() - Duration.ofHours(1).toNanos());
                connection.continuity().answered(endpoint, System.nanoTime());
                return underWay;
            });
            assertThat(bytesSent() - before).isGreaterThan(size);
        }
    }

    private static void look(Connection connection, Supplier<CompletableFuture<Answer<PrefixRead.Look>>> look) throws Exception {
        var answer = new CompletableFuture<Answer<PrefixRead.Look>>();
        connection.thread().execute(() -> {
            var _ = look.get().thenAccept(answer::complete);
        });
        assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(Answer.Given.class, given -> assertThat(given.value()).isInstanceOf(PrefixRead.Look.class));
    }

    private static Deadline deadline() {
        return Deadline.after(30, TimeUnit.SECONDS);
    }

    private double bytesSent() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var metrics = http.send(HttpRequest.newBuilder(URI.create("http://" + etcd.endpoints().getFirst() + "/metrics")).build(), BodyHandlers.ofLines());
            return metrics.body().filter(l -> l.startsWith("etcd_network_client_grpc_sent_bytes_total ")).mapToDouble(l -> Double.parseDouble(l.substring(l.indexOf(' ')))).sum();
        }
    }

    private void assertSeesAll() {
        try (var fresh = connect()) {
            assertThat(look(dcs)).isEqualTo(look(fresh));
        }
    }

    private EtcdDcs connect() {
        return new EtcdDcs(config(), loop);
    }

    private EtcdConfig config() {
        return new EtcdConfig(etcd.endpoints(), "service", "looks", EtcdConfig.Credentials.ANONYMOUS, EtcdConfig.Tls.OFF);
    }

    private ClusterView look(EtcdDcs by) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> loop.<DcsView>reply(answer -> by.read(PATIENCE, answer)) instanceof DcsView.Reachable(var cluster, _, _)
                ? cluster : ClusterView.EMPTY, c -> !c.equals(ClusterView.EMPTY));
    }
}
