package io.matriarch.chaos.client;

import static io.matriarch.chaos.client.ClusterInUse.json;
import static io.matriarch.chaos.client.ClusterInUse.said;
import static io.matriarch.chaos.client.ClusterInUse.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.chaos.cluster.Harm;
import io.matriarch.chaos.cluster.Node;
import io.matriarch.chaos.cluster.Synchronous;
import io.matriarch.chaos.cluster.Target;
import io.matriarch.chaos.history.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The tag `failover_priority` on a real cluster whose primary dies while the preferred standby is behind the other: contract 3.8. Its WAL receiver stood still, and what the primary
/// wrote meanwhile is more than a socket takes in. With the short selection of faults (`-Dchaos.short`).
@OneStory
class PreferredStandbyIT {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final int MESSAGES = 10;
    private static final int ROWS = 20;
    @AutoClose private ClusterInUse use;

    @BeforeAll
    void start() throws SQLException, IOException, InterruptedException {
        use = ClusterInUse.small(TTL, Synchronous.OFF);
        use.whole();
        use.createTable();
        ClusterInUse.send(use.primary(), "PATCH", "/config", "{\"maximum_lag_on_failover\": 1073741824}");
    }

    @Test
    @Order(1)
    void it_streams_what_it_lacks_from_the_other_one_and_leads() throws Exception {
        var dead = use.whole();
        var preferred = use.others(dead).getFirst();
        var other = use.others(dead).getLast();
        prefer(preferred, 5);
        var receiver = heldBack(preferred, dead, other);
        var cure = Harm.kill(use.cluster, Target.NODE, dead);
        signal("-CONT", receiver);
        assertThat(use.primary()).isEqualTo(preferred);
        use.assertNothingIsLost();
        assertThat(decided("free.fetches", preferred) && decided("free.another-fetches", other)).isTrue();
        cure.apply();
        use.whole();
    }

    /// Its receiver cannot even be ended, so that none can begin.
    @Test
    @Order(2)
    void one_that_cannot_stream_is_waited_for_a_few_seconds() throws Exception {
        var dead = use.whole();
        var preferred = use.others(dead).getFirst();
        var other = use.others(dead).getLast();
        prefer(preferred, 7);
        var receiver = heldBack(preferred, dead, other);
        var cure = Harm.kill(use.cluster, Target.NODE, dead);
        assertThat(use.primary()).isEqualTo(other);
        assertThat(decided("free.fetches", preferred) && decided("free.another-fetches", other)).isTrue();
        use.assertNothingIsLost();
        signal("-CONT", receiver);
        cure.apply();
        use.whole();
        use.assertNothingIsLost();
        use.wentWell();
    }

    private void prefer(Node standby, int priority) throws IOException {
        var agent = Harm.kill(use.cluster, Target.AGENT, standby);
        Files.writeString(standby.configuration(), Files.readString(standby.configuration()).replaceFirst("tags: \\{.*}", "tags: {failover_priority: " + priority + "}"));
        agent.apply();
        until("it says so", () -> json(standby, "/patroni").path("tags").path("failover_priority").asInt() == priority);
        use.whole();
    }

    /// The process that stands still.
    private String heldBack(Node standby, Node leader, Node other) {
        var receiver = said(standby, "SELECT pid FROM pg_stat_wal_receiver");
        signal("-STOP", receiver);
        for (var left = MESSAGES; left > 0; left--) assertThat(said(leader, "SELECT pg_logical_emit_message(false, 'bulk', repeat('x', 4000000))")).contains("/");
        for (var written = 0; written < ROWS; ) if (use.written() instanceof Outcome.Acknowledged) written++;
        until("the other one has it all", () -> rows(other).equals(rows(leader)));
        assertThat(rows(standby)).isNotEqualTo(rows(leader));
        return receiver;
    }

    private static String rows(Node node) {
        return said(node, "SELECT count(*) || ' ' || max(id) FROM chaos_rows");
    }

    private boolean decided(String rule, Node node) {
        return use.log(node).stream().anyMatch(line -> line.contains(rule));
    }

    private static void signal(String which, String pid) {
        assertThat(Program.run("", Map.of(), List.of("kill", which, pid)).ok()).isTrue();
    }
}
