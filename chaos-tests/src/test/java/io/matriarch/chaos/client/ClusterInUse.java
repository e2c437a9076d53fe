package io.matriarch.chaos.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Http;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import io.matriarch.chaos.cluster.Waiting;
import io.matriarch.chaos.history.Client;
import io.matriarch.chaos.history.Outcome;
import io.matriarch.chaos.history.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.postgresql.Driver;

/// A cluster as its clients use it: they ask for the primary, write rows, note what became of each, and look whether all that they were told of is there. Waits
/// generously, and fails the test when it has waited in vain. Ledger and cluster end with it; what the cluster wrote stays where its test did not come to its end.
///
/// Longer than most files: it is all that the tests here have in common.
final class ClusterInUse implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration GIVEN_UP = Duration.ofSeconds(1);
    private static final long FIRST_ROW = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    final ClusterUnderTest cluster;
    private final Ledger ledger = new Ledger(FIRST_ROW);
    private boolean wentWell;

    ClusterInUse(ClusterUnderTest cluster) {
        this.cluster = cluster;
    }

    /// Three nodes and one etcd member, started and no more.
    static ClusterInUse small(Duration ttl, Synchronous synchronous) {
        return new ClusterInUse(ClusterUnderTest.started(Settings.small(Timing.ofTtl(ttl), 3, synchronous)));
    }

    static void until(String what, BooleanSupplier condition) {
        assertThat(Waiting.until(PATIENCE, STEP, condition)).as(what).isTrue();
    }

    Node primary() {
        return Waiting.forValue(PATIENCE, STEP, () -> cluster.nodes().stream().filter(node -> node.answers("/primary")).findFirst()).orElseThrow();
    }

    /// The primary of a whole cluster.
    Node whole() {
        until("a whole cluster", () -> Health.whole(cluster).isPresent());
        return primary();
    }

    /// One leads, two stream, and commits wait for the member that the `sync` key names.
    Node wholeAndSynchronous() {
        until("a whole synchronous cluster", () -> Health.whole(cluster).isPresent() && withRole("sync_standby").equals(Set.of(standbyNames(primary()))));
        return primary();
    }

    List<Node> others(Node one) {
        return cluster.nodes().stream().filter(node -> !node.equals(one)).toList();
    }

    void createTable() throws SQLException {
        try (var session = connected(primary())) {
            session.createTable();
        }
    }

    /// A session that waits a second for every answer.
    Session connected(Node node) {
        return Waiting.forValue(PATIENCE, STEP, () -> {
            try {
                return Optional.of(Session.open(node, GIVEN_UP));
            } catch (SQLException slow) {
                return Optional.empty();
            }
        }).orElseThrow();
    }

    /// What came of one more row, as a client that asks for the primary writes it.
    Outcome written() {
        try (var session = Session.open(primary(), LIMIT)) {
            return written(session);
        } catch (SQLException unreachable) {
            return new Outcome.Refused(unreachable.getMessage());
        }
    }

    Outcome written(Session session) {
        long id = ledger.nextId();
        boolean _ = ledger.write(session, Client.RECORDER);
        return ledger.writes().stream().filter(write -> write.id() == id).map(Write::outcome).findFirst().orElseThrow();
    }

    /// Rows are written wherever the primary is, until this is closed.
    Observation writing() {
        return new Observation(ledger, cluster.nodes(), Duration.ZERO);
    }

    /// Until a row is acknowledged that was sent after now.
    void untilWritten() {
        var now = ledger.now();
        until("rows are written", () -> writtenOn(cluster.nodes(), now));
    }

    /// Until another node takes the writes.
    Harm.Cure killedUnderWrites(Node dead) {
        try (var _ = new Observation(ledger, cluster.nodes(), Duration.ZERO)) {
            var before = ledger.now();
            until("rows are written", () -> writtenOn(List.of(dead), before));
            var at = ledger.now();
            var cure = Harm.kill(cluster, Target.NODE, dead);
            until("another node takes the writes", () -> writtenOn(others(dead), at));
            return cure;
        }
    }

    private boolean writtenOn(List<Node> nodes, Duration since) {
        var names = nodes.stream().map(Node::name).toList();
        return ledger.writes().stream().anyMatch(write -> names.contains(write.node()) && write.sent().compareTo(since) > 0 && write.outcome() instanceof Outcome.Acknowledged);
    }

    void assertNothingIsLost() throws SQLException {
        try (var session = connected(primary())) {
            var there = new HashSet<>(session.rowsFrom(FIRST_ROW));
            var acknowledged = ledger.writes().stream().filter(write -> write.outcome() instanceof Outcome.Acknowledged).toList();
            assertThat(acknowledged).isNotEmpty().allMatch(write -> there.contains(write.id()));
        }
    }

    /// `?`, when it does not answer; nothing, where there is no row.
    static String said(Node node, String query) {
        var options = new Properties();
        options.putAll(Map.of("user", Node.SUPERUSER, "password", Node.PASSWORD, "sslmode", "disable", "gssEncMode", "disable", "connectTimeout", "10", "socketTimeout", "60"));
        try (var connection = new Driver().connect("jdbc:postgresql://" + node.postgres() + "/postgres", options); var statement = connection.createStatement(); var row = statement.executeQuery(query)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        } catch (SQLException away) {
            return "?";
        }
    }

    /// Its `synchronous_standby_names`.
    static String standbyNames(Node node) {
        try (var session = Session.open(node, LIMIT)) {
            return session.standbyNames();
        } catch (SQLException unreachable) {
            return "unreachable: " + unreachable.getMessage();
        }
    }

    /// As `GET /cluster` of the primary says, ours or Patroni's.
    Set<String> withRole(String role) {
        var names = new HashSet<String>();
        json(primary(), "/cluster").path("members").forEach(member -> {
            if (member.path("role").asText().equals(role)) names.add(member.path("name").asText());
        });
        return names;
    }

    /// Nothing, when it does not answer.
    static JsonNode json(Node node, String path) {
        if (!(Http.get(node.rest(), path, LIMIT) instanceof Http.Answer.Status(int _, String body))) return JSON.createObjectNode();
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            throw new AssertionError(body, notJson);
        }
    }

    /// A request that must be granted.
    static void send(Node node, String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + node.rest() + path)).timeout(LIMIT.multipliedBy(12)).method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /// What its agent has logged so far.
    List<String> log(Node node) {
        try {
            return Files.readAllLines(cluster.work().resolve(node.name() + ".log"), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// All was as it should be: nobody will want to look at what is left.
    void wentWell() {
        wentWell = true;
    }

    @Override
    public void close() {
        cluster.close();
        if (wentWell) cluster.forget();
        else System.out.println("  kept: " + cluster.work());
    }
}
