package io.matriarch.haproxy;

import static io.matriarch.haproxy.SetNode.Health.NEITHER;
import static io.matriarch.haproxy.SetNode.Health.PRIMARY;
import static io.matriarch.haproxy.SetNode.Health.REPLICA;
import static io.matriarch.haproxy.SetNode.Health.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where haproxy.cfg sends sessions, and when it ends them: a real HAProxy in front of nodes whose health the test sets.
class HaproxyTest {
    private static final int MANY = 20;

    @TempDir Path directory;
    private SetNode a;
    private SetNode b;
    private SetNode c;
    private RunningHaproxy haproxy;

    @BeforeEach void start() throws Exception {
        a = new SetNode("a", PRIMARY);
        b = new SetNode("b", REPLICA);
        c = new SetNode("c", REPLICA);
        startHaproxy(UnaryOperator.identity());
    }

    private void startHaproxy(UnaryOperator<String> edit) throws Exception {
        haproxy = new RunningHaproxy(directory, List.of(a.address(), b.address(), c.address()), edit);
        awaitPrimary("UP", "DOWN", "DOWN");
        awaitStatus("replicas", "a", "DOWN");
        awaitStatus("replicas", "b", "UP");
        awaitStatus("replicas", "c", "UP");
    }

    @AfterEach void stop() throws Exception {
        haproxy.close();
        List.of(a, b, c).forEach(SetNode::close);
    }

    @Test void writes_go_to_the_primary() {
        assertThat(nodesOf(haproxy.readWrite())).containsExactly("a");
    }

    @Test void reads_are_spread_over_the_standbys() throws IOException {
        try (var first = new Session(haproxy.readOnly()); var second = new Session(haproxy.readOnly())) {
            assertThat(Set.of(first.node(), second.node())).containsExactlyInAnyOrder("b", "c");
        }
    }

    @Test void a_demoted_primary_loses_its_sessions_and_the_next_one_goes_to_its_successor() throws IOException {
        try (var session = new Session(haproxy.readWrite())) {
            assertThat(session.alive()).isTrue();
            a.becomes(REPLICA);
            assertThat(session.ends()).isTrue();
        }
        b.becomes(PRIMARY);
        await().atMost(Duration.ofSeconds(20)).until(() -> Session.nodeAt(haproxy.readWrite()), "b"::equals);
    }

    @Test void a_hung_agent_costs_its_node_the_sessions() throws IOException {
        try (var session = new Session(haproxy.readWrite())) {
            a.becomes(SILENT);
            assertThat(session.ends()).isTrue();
        }
    }

    @Test void without_a_primary_writes_are_refused_at_once() {
        a.becomes(NEITHER);
        awaitPrimary("DOWN", "DOWN", "DOWN");
        assertThat(Session.nodeAt(haproxy.readWrite())).isEqualTo(Session.REFUSED);
    }

    @Test void a_second_node_that_claims_to_be_primary_gets_no_writes_while_the_first_is_up() {
        assertThat(nodesOf(haproxy.readWrite())).containsExactly("a");
        b.becomes(PRIMARY);
        awaitPrimary("UP", "UP", "DOWN");
        assertThat(nodesOf(haproxy.readWrite())).containsExactly("a");
    }

    /// A virtual machine that was paused wakes up and believes for a moment to be primary still: its successor keeps the writes.
    @Test void a_former_primary_that_comes_back_as_primary_gets_no_writes() {
        assertThat(nodesOf(haproxy.readWrite())).containsExactly("a");
        a.becomes(SILENT);
        b.becomes(PRIMARY);
        awaitPrimary("DOWN", "UP", "DOWN");
        assertThat(nodesOf(haproxy.readWrite())).containsExactly("b");
        a.becomes(PRIMARY);
        awaitPrimary("UP", "UP", "DOWN");
        assertThat(nodesOf(haproxy.readWrite())).containsExactly("b");
    }

    /// The one gap, as documented: a HAProxy with no session so far has nothing to remember, and takes one of the two; but one.
    @Test void two_that_claim_to_be_primary_from_the_start_never_share_the_writes() throws Exception {
        haproxy.close();
        startHaproxy(UnaryOperator.identity());
        b.becomes(PRIMARY);
        awaitPrimary("UP", "UP", "DOWN");
        assertThat(nodesOf(haproxy.readWrite())).hasSize(1);
    }

    @Test void without_a_standby_reads_are_refused() {
        b.becomes(NEITHER);
        c.becomes(NEITHER);
        awaitStatus("replicas", "b", "DOWN");
        awaitStatus("replicas", "c", "DOWN");
        assertThat(Session.nodeAt(haproxy.readOnly())).isEqualTo(Session.REFUSED);
    }

    @Test void without_a_standby_reads_go_to_the_primary_where_that_line_is_taken_in() throws Exception {
        haproxy.close();
        startHaproxy(configuration -> configuration.replace("#use_backend", "use_backend"));
        assertThat(Session.nodeAt(haproxy.readOnly())).isIn("b", "c");
        b.becomes(NEITHER);
        c.becomes(NEITHER);
        awaitStatus("replicas", "b", "DOWN");
        awaitStatus("replicas", "c", "DOWN");
        assertThat(Session.nodeAt(haproxy.readOnly())).isEqualTo("a");
    }

    private static Set<String> nodesOf(int port) {
        return IntStream.range(0, MANY).mapToObj(number -> Session.nodeAt(port)).collect(Collectors.toSet());
    }

    private void awaitPrimary(String ofA, String ofB, String ofC) {
        awaitStatus("primary", "a", ofA);
        awaitStatus("primary", "b", ofB);
        awaitStatus("primary", "c", ofC);
    }

    private void awaitStatus(String section, String node, String status) {
        await("%s of %s in %s".formatted(status, node, section)).atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> haproxy.status(section, node), status::equals);
    }
}
