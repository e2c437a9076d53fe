package io.matriarch.chaos.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Http;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import io.matriarch.chaos.cluster.Waiting;
import io.matriarch.chaos.history.Client;
import io.matriarch.chaos.history.Outcome;
import io.matriarch.chaos.history.Write;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The synchronous modes as an operator turns them on, on a real cluster: whom commits wait for, what REST says of it, and that a primary's
/// death loses nothing that a client was told of. One cluster, changed by `PATCH /config` from test to test. With the short selection of faults (`-Dchaos.short`).
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfSystemProperty(named = "chaos.short", matches = "true|")
class SynchronousModesIT {
    /// Not the 5 s of the other tests here: one try at etcd then has 0.4 s, which a machine that does other work does not always keep.
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration GIVEN_UP = Duration.ofSeconds(1);
    private static final long FIRST_ROW = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Ledger ledger = new Ledger(FIRST_ROW);
    private ClusterUnderTest cluster;
    private boolean whole;

    @BeforeAll
    void start() throws SQLException {
        var usual = Settings.fromProperties(Timing.ofTtl(TTL), false);
        cluster = ClusterUnderTest.started(new Settings(usual.agent(), usual.account(), usual.postgresBin(), usual.timing(), 3, 1, false, usual.synchronous(), usual.home()));
        until("a whole cluster", () -> Health.whole(cluster).isPresent());
        try (var session = connected(primary())) {
            session.createTable();
        }
    }

    @AfterAll
    void end() {
        http.close();
        cluster.close();
        if (whole) cluster.forget();
        else System.out.println("  kept: " + cluster.work());
    }

    @Test
    @Order(1)
    void a_strict_quorum_commits_with_a_standby_and_waits_without() throws Exception {
        patch("{\"synchronous_mode\": \"quorum\", \"synchronous_mode_strict\": true}");
        until("both standbys are asked", () -> standbysAre("quorum_standby", "/quorum", 2) && names().startsWith("ANY 1 ("));
        assertThat(standbysNamed(names())).isEqualTo(withRole("quorum_standby"));
        until("a commit is confirmed", () -> written() instanceof Outcome.Acknowledged);

        var leader = primary();
        try (var session = connected(leader)) {
            var cures = others(leader).stream().map(standby -> Harm.freeze(cluster, Target.NODE, standby)).toList();
            assertThat(written(session)).as("nobody confirms it").isInstanceOf(Outcome.Unknown.class);
            cures.forEach(Harm.Cure::apply);
        }
        until("commits are confirmed again", () -> written() instanceof Outcome.Acknowledged);
    }

    @Test
    @Order(2)
    void a_voter_of_the_quorum_succeeds_the_killed_primary_with_every_acknowledged_row() throws Exception {
        patch("{\"synchronous_node_count\": 2}");
        until("a whole cluster with two voters", () -> Health.whole(cluster).isPresent() && standbysAre("quorum_standby", "/quorum", 2) && names().startsWith("ANY 2 ("));
        var dead = primary();
        var voters = withRole("quorum_standby");
        var cure = killedUnderWrites(dead);
        assertThat(voters).contains(primary().name());
        assertNothingIsLost();
        cure.apply();
        until("the dead one is waited for again", () -> standbysAre("quorum_standby", "/quorum", 2) && names().startsWith("ANY 2 ("));
    }

    /// Until another node takes the writes, confirmed by the one that is left.
    private Harm.Cure killedUnderWrites(Node dead) throws Exception {
        try (var _ = new Observation(ledger, cluster.nodes(), Duration.ZERO)) {
            var before = ledger.now();
            until("rows are written", () -> writtenOn(List.of(dead), before));
            var at = ledger.now();
            var cure = Harm.kill(cluster, Target.NODE, dead);
            until("another node takes the writes", () -> writtenOn(others(dead), at));
            return cure;
        }
    }

    @Test
    @Order(3)
    void the_synchronous_standby_succeeds_the_killed_primary_with_every_acknowledged_row() throws Exception {
        patch("{\"synchronous_mode\": \"on\", \"synchronous_node_count\": null}");
        until("one standby is synchronous", () -> standbysAre("sync_standby", "/sync", 1) && standbysNamed(names()).equals(withRole("sync_standby")));
        var dead = primary();
        var synchronous = withRole("sync_standby");
        var cure = killedUnderWrites(dead);
        assertThat(synchronous).containsExactly(primary().name());
        assertNothingIsLost();
        cure.apply();
        until("the dead one follows", () -> dead.answers("/replica"));
    }

    @Test
    @Order(4)
    void turned_off_nobody_is_waited_for() throws Exception {
        patch("{\"synchronous_mode\": null, \"synchronous_mode_strict\": null}");
        until("no name is left", () -> names().isEmpty() && standbysAre("replica", "/async", 2));
        until("a commit goes on alone", () -> written() instanceof Outcome.Acknowledged);
        assertNothingIsLost();
        whole = true;
    }

    private static void until(String what, BooleanSupplier condition) {
        assertThat(Waiting.until(PATIENCE, STEP, condition)).as(what).isTrue();
    }

    private Node primary() {
        return Waiting.forValue(PATIENCE, STEP, () -> cluster.nodes().stream().filter(node -> node.answers("/primary")).findFirst()).orElseThrow();
    }

    private List<Node> others(Node one) {
        return cluster.nodes().stream().filter(node -> !node.equals(one)).toList();
    }

    private void patch(String change) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + primary().rest() + "/config")).timeout(LIMIT.multipliedBy(3))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(change)).header("Content-Type", "application/json").build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// What came of one more row, as a client that asks for the primary writes it.
    private Outcome written() {
        try (var session = Session.open(primary(), LIMIT)) {
            return written(session);
        } catch (SQLException unreachable) {
            return new Outcome.Refused(unreachable.getMessage());
        }
    }

    private Outcome written(Session session) {
        long id = ledger.nextId();
        boolean _ = ledger.write(session, Client.RECORDER);
        return ledger.writes().stream().filter(write -> write.id() == id).map(Write::outcome).findFirst().orElseThrow();
    }

    /// A session that waits a second for every answer.
    private static Session connected(Node node) {
        return Waiting.forValue(PATIENCE, STEP, () -> {
            try {
                return Optional.of(Session.open(node, GIVEN_UP));
            } catch (SQLException slow) {
                return Optional.empty();
            }
        }).orElseThrow();
    }

    private boolean writtenOn(List<Node> nodes, Duration since) {
        var names = nodes.stream().map(Node::name).toList();
        return ledger.writes().stream().anyMatch(write -> names.contains(write.node()) && write.sent().compareTo(since) > 0 && write.outcome() instanceof Outcome.Acknowledged);
    }

    private String names() {
        try (var session = Session.open(primary(), LIMIT)) {
            return session.standbyNames();
        } catch (SQLException unreachable) {
            return "unreachable: " + unreachable.getMessage();
        }
    }

    /// The members in `ANY 1 (n1,n2)` or `n1`.
    private Set<String> standbysNamed(String standbyNames) {
        return cluster.nodes().stream().map(Node::name).filter(name -> standbyNames.matches(".*\\b" + name + "\\b.*")).collect(Collectors.toSet());
    }

    private boolean standbysAre(String role, String check, int count) {
        var named = withRole(role);
        return named.size() == count && cluster.nodes().stream().allMatch(node -> node.answers(check) == named.contains(node.name()));
    }

    /// As `GET /cluster` of the primary says.
    private Set<String> withRole(String role) {
        var names = new HashSet<String>();
        roles().forEach((name, is) -> {
            if (is.equals(role)) names.add(name);
        });
        return names;
    }

    private Map<String, String> roles() {
        var roles = new HashMap<String, String>();
        if (Http.get(primary().rest(), "/cluster", LIMIT) instanceof Http.Answer.Status(int _, String body)) {
            try {
                JSON.readTree(body).path("members").forEach(member -> roles.put(member.path("name").asText(), member.path("role").asText()));
            } catch (IOException notJson) {
                throw new AssertionError(body, notJson);
            }
        }
        return roles;
    }

    private void assertNothingIsLost() throws SQLException {
        try (var session = connected(primary())) {
            var there = new HashSet<>(session.rowsFrom(FIRST_ROW));
            var lost = ledger.writes().stream().filter(write -> write.outcome() instanceof Outcome.Acknowledged && !there.contains(write.id())).toList();
            assertThat(lost).isEmpty();
        }
    }
}
