package io.matriarch.chaos.client;

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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A second agent with the name of the leader, by a copied configuration: whatever it can ask when it starts, the leader goes on, and the second one says what is
/// wrong. And an agent that is only restarted is not taken for a second one. With the short selection of faults (`-Dchaos.short`).
@OneStory
class SameNameIT {
    /// The permit of a leader whose agent is restarted while etcd is silent has to last.
    private static final Settings PATIENT = Settings.small(new Timing(Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(3)), 3);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @AutoClose private ClusterInUse use;
    private Etcdctl etcd;

    @BeforeAll
    void start() throws SQLException {
        use = new ClusterInUse(ClusterUnderTest.started(PATIENT));
        etcd = Etcdctl.of(use.cluster);
        use.whole();
        use.createTable();
    }

    @Test
    @Order(1)
    void a_second_agent_does_not_start_while_the_first_one_answers() throws IOException {
        var leader = use.whole();
        var said = Program.run("", Map.of(), agent(second(leader, use.cluster.etcdClients().getFirst())));
        assertThat(said.code()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("not started: " + taken(leader));
        assertThat(use.whole()).isEqualTo(leader);
    }

    @Test
    @Order(2)
    void one_that_could_not_ask_etcd_at_its_start_asks_before_it_writes_anything() throws Exception {
        var leader = use.whole();
        var since = said(leader, "SELECT pg_postmaster_start_time()");
        var keys = keys(leader);
        var log = use.cluster.work().resolve("second.log");
        try (var relay = new Relay(use.cluster.etcdClients().getFirst())) {
            var file = second(leader, relay.endpoint());
            var rest = new Endpoint("127.0.0.1", rest(file));
            var second = new ProcessBuilder(agent(file)).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                until("it runs without etcd", () -> Http.get(rest, "/liveness", LIMIT) instanceof Http.Answer.Status);
                assertThat(Files.readString(log)).doesNotContain("there is already");
                relay.open();
                until("it has said what is wrong, and says so again", () -> times(log, taken(leader)) >= 2);
                assertThat(use.written()).isInstanceOf(Outcome.Acknowledged.class);
                assertThat(second.isAlive()).isTrue();
            } finally {
                second.descendants().forEach(ProcessHandle::destroyForcibly);
                second.destroyForcibly().waitFor();
            }
        }
        assertThat(keys(leader)).isEqualTo(keys);
        assertThat(said(leader, "SELECT pg_postmaster_start_time()")).isEqualTo(since);
        assertThat(use.log(leader)).noneMatch(line -> line.contains("name-taken") || line.contains("former-self"));
        assertThat(use.whole()).isEqualTo(leader);
    }

    @Test
    @Order(3)
    void an_agent_that_is_restarted_while_etcd_is_silent_knows_itself_and_goes_on() throws SQLException {
        var leader = use.whole();
        var since = said(leader, "SELECT pg_postmaster_start_time()");
        var starts = starts(leader);
        var thaw = Harm.freeze(use.cluster, Target.ETCD_LEADER, leader);
        Harm.kill(use.cluster, Target.AGENT, leader).apply();
        until("it runs without etcd", () -> starts(leader) > starts);
        thaw.apply();
        until("it has asked who has its name", () -> logged(leader, "no other agent of this name runs"));
        until("it knows its lock", () -> logged(leader, "mine.former-self"));
        assertThat(use.whole()).isEqualTo(leader);
        assertThat(said(leader, "SELECT pg_postmaster_start_time()")).isEqualTo(since);
        assertThat(use.log(leader)).noneMatch(line -> line.contains("name-taken") || line.contains("there is already"));
        use.assertNothingIsLost();
        use.wentWell();
    }

    /// What another leader, or another member of this name, would have changed.
    private List<String> keys(Node leader) {
        return List.of(etcd.get("leader"), etcd.get("members/" + leader.name()).replaceFirst(".*(\"api_url\":\"[^\"]*\").*", "$1"), etcd.get("timeline"), etcd.get("history"));
    }

    private long starts(Node node) {
        return use.log(node).stream().filter(line -> line.contains("agent " + node.name() + " of cluster chaos starts")).count();
    }

    private boolean logged(Node node, String words) {
        return use.log(node).stream().anyMatch(line -> line.contains(words));
    }

    private static String taken(Node leader) {
        return "name: there is already a member '" + leader.name() + "' running at http://" + leader.rest();
    }

    private static long times(Path log, String words) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /// Its configuration: that of the first, with a directory and ports of its own, so that nothing else is in its way.
    private Path second(Node first, Endpoint etcdAt) throws IOException {
        var work = use.cluster.work();
        Files.createDirectories(work.resolve("second"));
        return Files.writeString(work.resolve("second.yml"), Files.readString(first.configuration()).replace(work + "/" + first.name() + "/", work + "/second/")
                .replace(":" + first.rest().port(), ":" + free()).replace(":" + first.postgres().port(), ":" + free())
                .replace("'" + use.cluster.etcdClients().getFirst() + "'", "'" + etcdAt + "'"));
    }

    private static int rest(Path file) throws IOException {
        var address = Files.readString(file).replaceFirst("(?s).*?connect_address: [^:]*:(\\d+).*", "$1");
        return Integer.parseInt(address);
    }

    private static List<String> agent(Path file) {
        return List.of(PATIENT.agent().template().replace("{config}", file.toString()).split(" +"));
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
