package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.standbyNames;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The synchronous modes as an operator turns them on, on a real cluster: whom commits wait for, what REST says of it, and that a primary's
/// death loses nothing that a client was told of. One cluster, changed by `PATCH /config` from test to test. With the short selection of faults (`-Dchaos.short`).
@OneStory
class SynchronousModesIT {
    /// Not the 5 s of the other tests here: one try at etcd then has 0.4 s, which a machine that does other work does not always keep.
    private static final Duration TTL = Duration.ofSeconds(10);

    private ClusterInUse use;

    @BeforeAll
    void start() throws SQLException {
        use = ClusterInUse.small(TTL, Synchronous.OFF);
        use.whole();
        use.createTable();
    }

    @AfterAll
    void end() {
        if (use != null) use.close();
    }

    @Test
    @Order(1)
    void a_strict_quorum_commits_with_a_standby_and_waits_without() throws Exception {
        patch("{\"synchronous_mode\": \"quorum\", \"synchronous_mode_strict\": true}");
        until("both standbys are asked", () -> standbysAre("quorum_standby", "/quorum", 2) && standbyNames(use.primary()).startsWith("ANY 1 ("));
        assertThat(standbysNamed(standbyNames(use.primary()))).isEqualTo(use.withRole("quorum_standby"));
        until("a commit is confirmed", () -> use.written() instanceof Outcome.Acknowledged);

        var leader = use.primary();
        try (var session = use.connected(leader)) {
            var cures = use.others(leader).stream().map(standby -> Harm.freeze(use.cluster, Target.NODE, standby)).toList();
            assertThat(use.written(session)).as("nobody confirms it").isInstanceOf(Outcome.Unknown.class);
            cures.forEach(Harm.Cure::apply);
        }
        until("commits are confirmed again", () -> use.written() instanceof Outcome.Acknowledged);
    }

    @Test
    @Order(2)
    void a_voter_of_the_quorum_succeeds_the_killed_primary_with_every_acknowledged_row() throws Exception {
        patch("{\"synchronous_node_count\": 2}");
        until("a whole cluster with two voters", () -> Health.whole(use.cluster).isPresent() && standbysAre("quorum_standby", "/quorum", 2) && standbyNames(use.primary()).startsWith("ANY 2 ("));
        var dead = use.primary();
        var voters = use.withRole("quorum_standby");
        var cure = use.killedUnderWrites(dead);
        assertThat(voters).contains(use.primary().name());
        use.assertNothingIsLost();
        cure.apply();
        until("the dead one is waited for again", () -> standbysAre("quorum_standby", "/quorum", 2) && standbyNames(use.primary()).startsWith("ANY 2 ("));
    }

    @Test
    @Order(3)
    void the_synchronous_standby_succeeds_the_killed_primary_with_every_acknowledged_row() throws Exception {
        patch("{\"synchronous_mode\": \"on\", \"synchronous_node_count\": null}");
        until("one standby is synchronous", () -> standbysAre("sync_standby", "/sync", 1) && standbysNamed(standbyNames(use.primary())).equals(use.withRole("sync_standby")));
        var dead = use.primary();
        var synchronous = use.withRole("sync_standby");
        var cure = use.killedUnderWrites(dead);
        assertThat(synchronous).containsExactly(use.primary().name());
        use.assertNothingIsLost();
        cure.apply();
        until("the dead one follows", () -> dead.answers("/replica"));
    }

    @Test
    @Order(4)
    void turned_off_nobody_is_waited_for() throws Exception {
        patch("{\"synchronous_mode\": null, \"synchronous_mode_strict\": null}");
        until("no name is left", () -> standbyNames(use.primary()).isEmpty() && standbysAre("replica", "/async", 2));
        until("a commit goes on alone", () -> use.written() instanceof Outcome.Acknowledged);
        use.assertNothingIsLost();
        use.wentWell();
    }

    private void patch(String change) throws IOException, InterruptedException {
        ClusterInUse.send(use.primary(), "PATCH", "/config", change);
    }

    /// The members in `ANY 1 (n1,n2)` or `n1`.
    private Set<String> standbysNamed(String standbyNames) {
        return use.cluster.nodes().stream().map(Node::name).filter(name -> standbyNames.matches(".*\\b" + name + "\\b.*")).collect(Collectors.toSet());
    }

    private boolean standbysAre(String role, String check, int count) {
        var named = use.withRole(role);
        return named.size() == count && use.cluster.nodes().stream().allMatch(node -> node.answers(check) == named.contains(node.name()));
    }
}
