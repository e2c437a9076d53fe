package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.json;
import static io.matriarch.chaos.client.ClusterInUse.said;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Endpoint;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Http;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A standby cluster of two nodes, `near`, and the cluster of one that it follows, `far`: made, its leader killed, fed by an archive alone, promoted, and demoted again, each by
/// what an operator does. Every row that is written far is looked for on both. With the short selection of faults (`-Dchaos.short`).
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfSystemProperty(named = "chaos.short", matches = "true|")
class StandbyClusterIT {
    private static final Duration TTL = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private ClusterInUse far;
    private ClusterInUse near;

    @BeforeAll
    void start() throws SQLException {
        far = new ClusterInUse(ClusterUnderTest.started(settings(1)));
        far.createTable();
        near = new ClusterInUse(ClusterUnderTest.following(far.primary().postgres(), settings(2)));
    }

    private static Settings settings(int nodes) {
        return Settings.small(Timing.ofTtl(TTL), nodes);
    }

    @AfterAll
    void end() {
        http.close();
        if (near != null) near.close();
        if (far != null) far.close();
    }

    @Test
    @Order(1)
    void it_is_made_of_a_copy_of_the_other_and_follows_it() throws Exception {
        var leader = wholeStandbyCluster();
        var standby = near.others(leader).getFirst();
        for (var path : List.of("/leader", "/standby-leader", "/read-only", "/health")) assertThat(leader.answers(path)).as(path).isTrue();
        for (var path : List.of("/primary", "/replica")) assertThat(leader.answers(path)).as(path).isFalse();
        for (var path : List.of("/replica", "/read-only")) assertThat(standby.answers(path)).as(path).isTrue();
        for (var path : List.of("/primary", "/leader", "/standby-leader")) assertThat(standby.answers(path)).as(path).isFalse();
        assertThat(json(leader, "/patroni").path("role").asText()).isEqualTo("standby_leader");
        assertThat(role(leader)).isEqualTo("standby_leader");
        assertThat(role(standby)).isEqualTo("replica");
        assertThat(metrics(leader)).contains("patroni_standby_leader{scope=\"chaos\",name=\"" + leader.name() + "\"} 1");
        rowArrivesOnBoth();
    }

    @Test
    @Order(2)
    void another_follows_the_remote_when_the_standby_leader_is_killed() throws Exception {
        var dead = wholeStandbyCluster();
        var cure = Harm.kill(near.cluster, Target.NODE, dead);
        until("the other leads as a standby", () -> near.others(dead).getFirst().answers("/standby-leader"));
        assertThat(json(near.others(dead).getFirst(), "/patroni").path("timeline").asInt()).isEqualTo(1);
        cure.apply();
        assertThat(wholeStandbyCluster()).isNotEqualTo(dead);
        rowArrivesOnBoth();
    }

    /// Contract 4.12 without a host: nothing is streamed from there, and the WAL comes from where the remote archives it.
    @Test
    @Order(3)
    void an_archive_alone_is_enough_to_follow_the_other() throws Exception {
        var leader = wholeStandbyCluster();
        var archive = Files.createDirectory(far.cluster.work().resolve("archive"));
        archivingTo(archive);
        patch(leader, "{\"standby_cluster\": {\"host\": null, \"port\": null, \"restore_command\": \"cp %s/%%f %%p\"}}".formatted(archive));
        until("it receives from nobody", () -> said(leader, "SELECT count(*) FROM pg_stat_wal_receiver").equals("0"));
        until("a row is written far", () -> far.written() instanceof Outcome.Acknowledged);
        assertThat(said(far.primary(), "SELECT pg_switch_wal()")).isNotEqualTo("?");
        until("it is on both", () -> near.cluster.nodes().stream().allMatch(node -> rows(node).equals(rows(far.primary()))));
        assertThat(leader.answers("/standby-leader")).isTrue();
        assertThat(said(near.others(leader).getFirst(), "SELECT sender_port FROM pg_stat_wal_receiver WHERE status = 'streaming'")).as("the other receives from the leader").isEqualTo(Integer.toString(leader.postgres().port()));
        patch(leader, "{\"standby_cluster\": {\"host\": \"%s\", \"port\": %d, \"restore_command\": null}}".formatted(far.primary().postgres().host(), far.primary().postgres().port()));
        wholeStandbyCluster();
        rowArrivesOnBoth();
    }

    private void archivingTo(Path directory) throws IOException, InterruptedException {
        var primary = far.primary();
        patch(primary, "{\"postgresql\": {\"parameters\": {\"archive_mode\": \"on\", \"archive_command\": \"cp %%p %s/%%f\"}}}".formatted(directory));
        until("it has to restart for that", () -> json(primary, "/patroni").path("pending_restart").asBoolean());
        assertThat(Http.post(primary.rest(), "/restart", Duration.ofMinutes(2), "{}").ok()).isTrue();
        until("it archives", () -> said(primary, "SHOW archive_mode").equals("on") && primary.answers("/primary"));
    }

    @Test
    @Order(4)
    void promoted_it_takes_writes_of_its_own() throws Exception {
        var leader = wholeStandbyCluster();
        promoted(leader);
        until("it takes writes", () -> leader.answers("/primary"));
        until("a row is written", () -> near.written() instanceof Outcome.Acknowledged);
        until("the other follows", () -> streams(near.others(leader).getFirst()));
        assertThat(json(leader, "/patroni").path("timeline").asInt()).isEqualTo(2);
        assertThat(role(leader)).isEqualTo("leader");
    }

    /// As an operator does it who has Patroni 4.1 or later.
    private void promoted(Node leader) throws IOException, InterruptedException {
        if (!Patronictl.fourInstalled()) patch(leader, "{\"standby_cluster\": null}");
        else assertThat(Patronictl.of(near.cluster).four().run("promote-cluster", Patronictl.CLUSTER, "--force")).contains("cluster is successfully promoted", "Leader");
    }

    private void demoted(Node primary, Endpoint remote) throws IOException, InterruptedException {
        if (!Patronictl.fourInstalled()) patch(primary, "{\"standby_cluster\": {\"host\": \"%s\", \"port\": %d}}".formatted(remote.host(), remote.port()));
        else assertThat(Patronictl.of(near.cluster).four().run("demote-cluster", Patronictl.CLUSTER, "--force", "--host", remote.host(), "--port", Integer.toString(remote.port())))
                .contains("cluster is successfully demoted", "Standby Leader");
    }

    @Test
    @Order(5)
    void demoted_it_follows_the_other_again_without_what_it_wrote_by_itself() throws Exception {
        var primary = near.primary();
        demoted(primary, far.primary().postgres());
        until("nobody takes writes", () -> near.cluster.nodes().stream().noneMatch(node -> node.answers("/primary")));
        wholeStandbyCluster();
        rowArrivesOnBoth();
        for (var node : near.cluster.nodes()) assertThat(rows(node)).as(node.name()).isEqualTo(rows(far.primary()));
        near.wentWell();
        far.wentWell();
    }

    /// Its leader, when that streams from the remote and the other from it.
    private Node wholeStandbyCluster() {
        until("a whole standby cluster", () -> leader().filter(leader -> streams(leader) && near.others(leader).stream().allMatch(this::streams)).isPresent());
        return leader().orElseThrow();
    }

    private Optional<Node> leader() {
        return near.cluster.nodes().stream().filter(node -> node.answers("/standby-leader")).findFirst();
    }

    private boolean streams(Node node) {
        return json(node, "/patroni").path("replication_state").asText().equals("streaming");
    }

    private String role(Node of) {
        for (var member : json(of, "/cluster").path("members")) if (member.path("name").asText().equals(of.name())) return member.path("role").asText();
        return "";
    }

    private static String metrics(Node node) {
        return Http.get(node.rest(), "/metrics", ClusterInUse.LIMIT) instanceof Http.Answer.Status(int _, String body) ? body : "";
    }

    private void rowArrivesOnBoth() {
        until("a row is written far", () -> far.written() instanceof Outcome.Acknowledged);
        until("it is on both", () -> near.cluster.nodes().stream().allMatch(node -> rows(node).equals(rows(far.primary()))));
    }

    private static List<Long> rows(Node node) {
        try (var session = Session.open(node, ClusterInUse.LIMIT)) {
            return session.rowsFrom(0).stream().sorted().toList();
        } catch (SQLException unreachable) {
            return List.of(-1L);
        }
    }

    private void patch(Node node, String change) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + node.rest() + "/config")).timeout(ClusterInUse.LIMIT.multipliedBy(3))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(change)).header("Content-Type", "application/json").build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
