package io.matriarch.chaos.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.cluster.AgentCommand;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Http;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import io.matriarch.chaos.cluster.Waiting;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A cluster of ours that a real Patroni has joined, in `synchronous_mode: on`: commits wait for Patroni's member where it is the one that is fit, it succeeds
/// our leader, and one of ours succeeds it, and no row is lost that a client was told of. One cluster, one story. With the short selection of faults
/// (`-Dchaos.short`), where `-Dchaos.patroni` (`/usr/bin/patroni`) is.
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfSystemProperty(named = "chaos.short", matches = "true|")
class MixedClusterIT {
    private static final String PATRONI = System.getProperty("chaos.patroni", "/usr/bin/patroni");
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration GIVEN_UP = Duration.ofSeconds(1);
    private static final long FIRST_ROW = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger = new Ledger(FIRST_ROW);
    private ClusterUnderTest cluster;
    private boolean whole;

    @BeforeAll
    void start() throws SQLException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(PATRONI)), "no " + PATRONI);
        cluster = ClusterUnderTest.started(Settings.fromProperties(Timing.ofTtl(TTL), false, Synchronous.ON), Map.of(3, new AgentCommand(PATRONI + " {config}")));
        until("a cluster of ours", () -> leader().isPresent() && standbys("sync_standby").size() == 1);
        try (var session = connected(leader().orElseThrow())) {
            session.createTable();
        }
        assertThat(cluster.restartEndedAgents()).isEqualTo(1);
        until("Patroni follows", () -> patronis().answers("/replica"));
    }

    @AfterAll
    void end() {
        if (cluster == null) return;
        cluster.close();
        if (whole) cluster.forget();
        else System.out.println("  kept: " + cluster.work());
    }

    /// Patroni goes by the list, as it does with its own: who is named in the `sync` key leads next.
    @Test
    @Order(1)
    void the_member_of_patroni_is_synchronous_and_succeeds_our_killed_leader_with_every_acknowledged_row() throws SQLException {
        var ours = leader().orElseThrow();
        assertThat(ours).isNotEqualTo(patronis());
        assertThat(own(ours).has("sync_on_clocks")).as("it has no part in it yet").isFalse();
        var away = Harm.kill(cluster, Target.NODE, cluster.nodes().stream().filter(node -> !node.equals(ours) && !node.equals(patronis())).findFirst().orElseThrow());
        until("commits wait for Patroni's member", () -> standbys("sync_standby").equals(Set.of(patronis().name())) && names(ours).equals(patronis().name()));
        until("it is said", () -> own(ours).path("sync_on_clocks").toString().equals("[\"n3\"]"));

        var dead = killedUnderWrites(ours);
        assertThat(leader()).contains(patronis());
        assertNothingIsLost();
        away.apply();
        dead.apply();
    }

    /// It was named by Patroni, which asks for no promise and writes no timeline into the key.
    @Test
    @Order(2)
    void one_of_ours_succeeds_a_killed_patroni_with_every_acknowledged_row() throws SQLException {
        until("Patroni waits for one of ours", () -> standbys("sync_standby").size() == 1 && names(patronis()).equals(standbys("sync_standby").iterator().next()));
        until("both of ours follow", () -> cluster.nodes().stream().filter(node -> !node.equals(patronis())).allMatch(node -> node.answers("/replica")));
        var dead = killedUnderWrites(patronis());
        assertThat(leader()).isPresent().isNotEqualTo(Optional.of(patronis()));
        assertNothingIsLost();
        dead.apply();
        until("Patroni follows again", () -> patronis().answers("/replica"));
        whole = true;
    }

    private Node patronis() {
        return cluster.nodes().getLast();
    }

    private static void until(String what, BooleanSupplier condition) {
        assertThat(Waiting.until(PATIENCE, STEP, condition)).as(what).isTrue();
    }

    private Optional<Node> leader() {
        return Waiting.forValue(PATIENCE, STEP, () -> cluster.nodes().stream().filter(node -> node.answers("/primary")).findFirst());
    }

    /// Until another node takes the writes.
    private Harm.Cure killedUnderWrites(Node dead) {
        try (var _ = new Observation(ledger, cluster.nodes(), Duration.ZERO)) {
            var before = ledger.now();
            until("rows are written", () -> writtenOn(List.of(dead), before));
            var at = ledger.now();
            var cure = Harm.kill(cluster, Target.NODE, dead);
            until("another node takes the writes", () -> writtenOn(cluster.nodes().stream().filter(node -> !node.equals(dead)).toList(), at));
            return cure;
        }
    }

    private boolean writtenOn(List<Node> nodes, Duration since) {
        var names = nodes.stream().map(Node::name).toList();
        return ledger.writes().stream().anyMatch(write -> names.contains(write.node()) && write.sent().compareTo(since) > 0 && write.outcome() instanceof Outcome.Acknowledged);
    }

    private static Session connected(Node node) {
        return Waiting.forValue(PATIENCE, STEP, () -> {
            try {
                return Optional.of(Session.open(node, GIVEN_UP));
            } catch (SQLException slow) {
                return Optional.empty();
            }
        }).orElseThrow();
    }

    private static String names(Node node) {
        try (var session = Session.open(node, LIMIT)) {
            return session.standbyNames();
        } catch (SQLException unreachable) {
            return "unreachable: " + unreachable.getMessage();
        }
    }

    /// As `GET /cluster` of the leader says, ours or Patroni's.
    private Set<String> standbys(String role) {
        var names = new HashSet<String>();
        json(leader().orElseThrow(), "/cluster").path("members").forEach(member -> {
            if (member.path("role").asText().equals(role)) names.add(member.path("name").asText());
        });
        return names;
    }

    private static JsonNode own(Node node) {
        return json(node, "/patroni").path("matriarch");
    }

    private static JsonNode json(Node node, String path) {
        if (!(Http.get(node.rest(), path, LIMIT) instanceof Http.Answer.Status(int _, String body))) return JSON.createObjectNode();
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            throw new AssertionError(body, notJson);
        }
    }

    private void assertNothingIsLost() throws SQLException {
        try (var session = connected(leader().orElseThrow())) {
            var there = new HashSet<>(session.rowsFrom(FIRST_ROW));
            var acknowledged = ledger.writes().stream().filter(write -> write.outcome() instanceof Outcome.Acknowledged).collect(Collectors.toSet());
            assertThat(acknowledged).isNotEmpty().allMatch(write -> there.contains(write.id()));
        }
    }
}
