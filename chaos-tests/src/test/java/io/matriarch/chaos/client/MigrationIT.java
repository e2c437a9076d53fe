package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.json;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.AgentCommand;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Timing;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A cluster that a real Patroni made becomes ours node by node and Patroni's again, as docs/migrating-from-patroni.md says, while rows are written in
/// `synchronous_mode: on`: none that a client was told of is lost. One cluster, one story. With the short selection of faults (`-Dchaos.short`), where
/// `-Dchaos.patroni` (`/usr/bin/patroni`) is.
@OneStory
class MigrationIT {
    private static final Duration TTL = Duration.ofSeconds(20);

    @AutoClose private ClusterInUse use;
    private AgentCommand ours;
    private Patronictl ctl;

    @BeforeAll
    void start() throws SQLException, IOException {
        RealPatroni.assumeInstalled();
        var settings = Settings.small(Timing.ofTtl(TTL), 3, Synchronous.ON);
        ours = settings.agent();
        use = new ClusterInUse(ClusterUnderTest.started(settings, Map.of(1, RealPatroni.COMMAND, 2, RealPatroni.COMMAND, 3, RealPatroni.COMMAND)));
        ctl = Patronictl.of(use.cluster);
        assertThat(use.cluster.restartEndedAgents()).isEqualTo(3);
        use.wholeAndSynchronous();
        use.createTable();
    }

    /// The standbys first, plainly, so that their servers restart; the leader last, after a switchover to one of ours.
    @Test
    @Order(1)
    void it_becomes_ours_node_by_node() throws SQLException {
        assertThat(use.cluster.nodes()).noneMatch(MigrationIT::isOurs);
        try (var _ = use.writing()) {
            var last = use.primary();
            for (var standby : use.others(last)) plainly(standby, ours);
            switchedFrom(last);
            assertThat(isOurs(use.primary())).isTrue();
            plainly(last, ours);
        }
        assertThat(use.cluster.nodes()).allMatch(MigrationIT::isOurs);
        use.assertNothingIsLost();
    }

    /// In a pause, no server is even restarted: each agent finds the server of the other one running, the primary's, too.
    @Test
    @Order(2)
    void it_becomes_patronis_again_in_a_pause_and_no_server_restarts() throws SQLException {
        try (var _ = use.writing()) {
            inPause(RealPatroni.COMMAND);
        }
        assertThat(use.cluster.nodes()).noneMatch(MigrationIT::isOurs);
        use.assertNothingIsLost();
    }

    @Test
    @Order(3)
    void it_becomes_ours_in_a_pause_and_no_server_restarts() throws SQLException {
        try (var _ = use.writing()) {
            inPause(ours);
        }
        assertThat(use.cluster.nodes()).allMatch(MigrationIT::isOurs);
        use.assertNothingIsLost();
    }

    @Test
    @Order(4)
    void it_becomes_patronis_again_node_by_node() throws SQLException {
        try (var _ = use.writing()) {
            var last = use.primary();
            for (var standby : use.others(last)) plainly(standby, RealPatroni.COMMAND);
            switchedFrom(last);
            assertThat(isOurs(use.primary())).isFalse();
            plainly(last, RealPatroni.COMMAND);
        }
        use.assertNothingIsLost();
        use.wentWell();
    }

    /// A standby: its server stops with the one agent and starts with the other.
    private void plainly(Node node, AgentCommand other) {
        use.cluster.stopAgent(node);
        assertThat(use.cluster.serverRuns(node)).isFalse();
        use.cluster.startAgent(node, other);
        until(node.name() + " follows", () -> node.answers("/replica"));
        use.wholeAndSynchronous();
        use.untilWritten();
        System.out.println("  " + node.name() + " is " + (isOurs(node) ? "ours" : "Patroni's"));
    }

    private void inPause(AgentCommand other) {
        var primary = use.wholeAndSynchronous();
        var before = use.cluster.nodes().stream().map(MigrationIT::serverSince).toList();
        assertThat(ctl.run("pause", "--wait")).contains("Success: cluster management is paused");
        for (var node : use.cluster.nodes()) {
            use.cluster.stopAgent(node);
            assertThat(use.cluster.serverRuns(node)).isTrue();
            use.cluster.startAgent(node, other);
            until(node.name() + " is known again", () -> json(node, "/patroni").path("state").asText().equals("running"));
            use.untilWritten();
        }
        until("the primary leads again", () -> use.primary().equals(primary));
        assertThat(ctl.run("resume", "--wait")).contains("Success: cluster management is resumed");
        assertThat(use.wholeAndSynchronous()).isEqualTo(primary);
        assertThat(use.cluster.nodes().stream().map(MigrationIT::serverSince).toList()).isEqualTo(before);
        use.untilWritten();
    }

    private void switchedFrom(Node leader) {
        assertThat(ctl.run("switchover", "--force")).contains("Successfully switched over to");
        until("it leads no more", () -> !leader.answers("/primary") && leader.answers("/replica"));
        use.wholeAndSynchronous();
    }

    private static boolean isOurs(Node node) {
        return json(node, "/patroni").has("matriarch");
    }

    /// As text: both write six digits of a second, and the zone with its minutes.
    private static String serverSince(Node node) {
        return json(node, "/patroni").path("postmaster_start_time").asText();
    }
}
