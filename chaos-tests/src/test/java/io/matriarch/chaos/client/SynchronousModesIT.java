package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.said;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The synchronous modes as an operator turns them on, on a real cluster: whom commits wait for, what REST says of it, and that a primary's
/// death loses nothing that a client was told of. One cluster, changed by `PATCH /config` from test to test. With the short selection of faults (`-Dchaos.short`).
@OneStory
class SynchronousModesIT {
    /// Not the 5 s of the other tests here: one try at etcd then has 0.4 s, which a machine that does other work does not always keep.
    private static final Duration TTL = Duration.ofSeconds(10);

    @AutoClose private ClusterInUse use;

    @BeforeAll
    void start() throws SQLException {
        use = ClusterInUse.small(TTL, Synchronous.OFF);
        use.whole();
        use.createTable();
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

    /// Contract 3.3, `maximum_lag_on_syncnode`. Its receiver stands still, so it falls behind and is still connected.
    @Test
    @Order(4)
    void a_synchronous_standby_that_falls_too_far_behind_is_replaced() throws Exception {
        patch("{\"synchronous_mode\": \"on\", \"maximum_lag_on_syncnode\": 1048576}");
        until("a whole cluster", () -> Health.whole(use.cluster).isPresent() && standbysAre("sync_standby", "/sync", 1));
        var leader = use.primary();
        var slow = use.others(leader).stream().filter(node -> node.answers("/sync")).findFirst().orElseThrow();
        var receiver = said(slow, "SELECT pid FROM pg_stat_wal_receiver");
        signal("-STOP", receiver);
        assertThat(said(leader, "SELECT pg_logical_emit_message(false, 'bulk', repeat('x', 4000000))")).as("WAL that no commit waits for").contains("/");
        until("the other is waited for", () -> use.withRole("sync_standby").equals(Set.of(other(leader, slow).name())) && standbysNamed(standbyNames(leader)).equals(Set.of(other(leader, slow).name())));
        assertThat(said(leader, "SELECT state FROM pg_stat_replication WHERE application_name = '" + slow.name() + "'")).as("it was not lost").isEqualTo("streaming");
        until("a commit is confirmed", () -> use.written() instanceof Outcome.Acknowledged);
        signal("-CONT", receiver);
        patch("{\"maximum_lag_on_syncnode\": null}");
        until("it has everything", () -> Health.whole(use.cluster).isPresent());
    }

    private static void signal(String which, String pid) {
        assertThat(Program.run("", Map.of(), List.of("kill", which, pid)).ok()).isTrue();
    }

    private Node other(Node leader, Node standby) {
        return use.others(leader).stream().filter(node -> !node.equals(standby)).findFirst().orElseThrow();
    }

    @Test
    @Order(5)
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
