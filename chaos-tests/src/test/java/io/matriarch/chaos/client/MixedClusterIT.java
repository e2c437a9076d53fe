package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.standbyNames;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.matriarch.chaos.cluster.ClusterUnderTest;
import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Settings;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.cluster.Timing;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A cluster of ours that a real Patroni has joined, in `synchronous_mode: on`: commits wait for Patroni's member where it is the one that is fit, it succeeds
/// our leader, and one of ours succeeds it, and no row is lost that a client was told of; then pause, and switchovers both ways. One cluster, one story. With the short selection of faults
/// (`-Dchaos.short`), where `-Dchaos.patroni` (`/usr/bin/patroni`) is.
@OneStory
class MixedClusterIT {
    private static final Duration TTL = Duration.ofSeconds(10);
    @AutoClose private ClusterInUse use;
    private Patronictl ctl;

    @BeforeAll
    void start() throws SQLException, IOException {
        RealPatroni.assumeInstalled();
        use = new ClusterInUse(ClusterUnderTest.started(Settings.fromProperties(Timing.ofTtl(TTL), false, Synchronous.ON), Map.of(3, RealPatroni.COMMAND)));
        ctl = Patronictl.of(use.cluster);
        until("a cluster of ours", () -> use.withRole("sync_standby").size() == 1);
        use.createTable();
        assertThat(use.cluster.restartEndedAgents()).isEqualTo(1);
        until("Patroni follows", () -> patronis().answers("/replica"));
    }

    /// Patroni goes by the list, as it does with its own: who is named in the `sync` key leads next.
    @Test
    @Order(1)
    void the_member_of_patroni_is_synchronous_and_succeeds_our_killed_leader_with_every_acknowledged_row() throws SQLException {
        var ours = use.primary();
        assertThat(ours).isNotEqualTo(patronis());
        assertThat(own(ours).has("sync_on_clocks")).as("it has no part in it yet").isFalse();
        var away = Harm.kill(use.cluster, Target.NODE, use.others(ours).stream().filter(node -> !node.equals(patronis())).findFirst().orElseThrow());
        until("commits wait for Patroni's member", () -> use.withRole("sync_standby").equals(Set.of(patronis().name())) && standbyNames(ours).equals(patronis().name()));
        until("it is said", () -> own(ours).path("sync_on_clocks").toString().equals("[\"n3\"]"));

        var dead = use.killedUnderWrites(ours);
        assertThat(use.primary()).isEqualTo(patronis());
        use.assertNothingIsLost();
        away.apply();
        dead.apply();
    }

    /// It was named by Patroni, which asks for no promise and writes no timeline into the key.
    @Test
    @Order(2)
    void one_of_ours_succeeds_a_killed_patroni_with_every_acknowledged_row() throws SQLException {
        until("Patroni waits for one of ours", () -> use.withRole("sync_standby").equals(Set.of(standbyNames(patronis()))));
        until("both of ours follow", () -> use.others(patronis()).stream().allMatch(node -> node.answers("/replica")));
        var dead = use.killedUnderWrites(patronis());
        assertThat(use.primary()).isNotEqualTo(patronis());
        use.assertNothingIsLost();
        dead.apply();
        until("Patroni follows again", () -> patronis().answers("/replica"));
    }

    @Test
    @Order(3)
    void a_pause_is_everybodys_and_so_is_its_end() throws SQLException {
        var leader = use.primary();
        assertThat(ctl.run("pause", "--wait")).contains("Success: cluster management is paused");
        assertThat(use.cluster.nodes()).allMatch(node -> ClusterInUse.json(node, "/patroni").path("pause").asBoolean());
        use.cluster.nodes().forEach(node -> assertThat(ctl.run("list")).contains("Maintenance mode: on", node.name()));
        assertThat(ctl.run("resume", "--wait")).contains("Success: cluster management is resumed");
        assertThat(use.primary()).isEqualTo(leader);
        use.assertNothingIsLost();
    }

    /// Patroni deletes its key once its server is down, and says nothing else. Nobody waits for the end of a lease then: whoever led before Patroni led is known
    /// not to lead any more.
    @Test
    @Order(4)
    void switchovers_go_both_ways_and_nobody_waits_for_a_lease() throws SQLException {
        assertThat(ctl.run("edit-config", "--force", "--quiet", "-s", "synchronous_node_count=2")).contains("Configuration changed");
        var first = both();
        try (var _ = use.writing()) {
            assertThat(ctl.run("switchover", "--force", "--candidate", patronis().name())).contains("Successfully switched over to \"n3\"");
            assertThat(both()).isEqualTo(patronis());
            use.untilWritten();

            var waited = waitedForALease(first);
            assertThat(ctl.run("switchover", "--force", "--candidate", first.name())).contains("Successfully switched over to \"" + first.name() + "\"");
            assertThat(both()).isEqualTo(first);
            use.untilWritten();
            assertThat(waitedForALease(first)).isEqualTo(waited);
        }
        use.assertNothingIsLost();
        use.wentWell();
    }

    /// The primary, once commits wait for both others.
    private Node both() {
        until("commits wait for both others", () -> use.withRole("sync_standby").size() == 2 && Health.whole(use.cluster).isPresent());
        return use.primary();
    }

    private long waitedForALease(Node ours) {
        return use.log(ours).stream().filter(line -> line.contains("free.last-leader-may-live")).count();
    }

    private Node patronis() {
        return use.cluster.nodes().getLast();
    }

    private static JsonNode own(Node node) {
        return ClusterInUse.json(node, "/patroni").path("matriarch");
    }
}
