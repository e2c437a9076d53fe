package io.matriarch.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a client of HAProxy sees of a real cluster: reads and writes at the right nodes, through a switchover and a failover.
@Tag("cluster")
class ClusterThroughHaproxyTest {
    private static final List<String> NODES = List.of("node1", "node2", "node3");

    @AutoClose private static DemoCluster cluster;

    @BeforeAll static void start() throws Exception {
        cluster = new DemoCluster();
        execute("create table if not exists kept (what text primary key)");
    }

    @Test void reads_go_to_standbys_and_writes_to_the_primary() throws Exception {
        eventually(() -> inRecovery(cluster.read()));
        assertThat(inRecovery(cluster.write())).isFalse();
    }

    @Test void a_switchover_moves_the_sessions() throws Exception {
        var from = primary();
        execute("insert into kept values ('before the switchover')");
        try (var session = cluster.write()) {
            assertThat(cluster.post(from, "/switchover", "{\"leader\":\"%s\"}".formatted(from))).isEqualTo(200);
            eventually(() -> broken(session));
        }
        eventually(() -> execute("insert into kept values ('after the switchover') on conflict do nothing"));
        assertThat(primary()).isNotEqualTo(from);
        assertThat(kept("before the switchover")).isTrue();
        eventually(ClusterThroughHaproxyTest::whole);
    }

    @Test void a_dead_node_moves_the_sessions_and_rejoins() throws Exception {
        var dead = primary();
        execute("insert into kept values ('before the death')");
        try (var session = cluster.write()) {
            cluster.kill(dead);
            eventually(() -> broken(session));
        }
        eventually(() -> execute("insert into kept values ('after the death') on conflict do nothing"));
        assertThat(kept("before the death")).isTrue();
        cluster.start(dead);
        eventually(() -> status(dead, "/replica") == 200);
        eventually(ClusterThroughHaproxyTest::whole);
    }

    private static String primary() throws IOException, InterruptedException {
        for (var node : NODES) {
            if (status(node, "/primary") == 200) {
                return node;
            }
        }
        throw new AssertionError("no primary");
    }

    /// Every standby streams: only then does a switchover have somewhere to go to without loss.
    private static boolean whole() throws Exception {
        for (var node : NODES) {
            if (!node.equals(primary()) && status(node, "/replica") != 200) {
                return false;
            }
        }
        try (var session = cluster.write(); var statement = session.createStatement();
                var row = statement.executeQuery("select count(*) from pg_stat_replication where state = 'streaming'")) {
            return row.next() && row.getInt(1) >= NODES.size() - 1;
        }
    }

    private static int status(String node, String path) throws InterruptedException {
        try {
            return cluster.get(node, path);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static boolean execute(String sql) throws SQLException {
        try (var session = cluster.write(); var statement = session.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }

    private static boolean kept(String what) throws SQLException {
        try (var session = cluster.write(); var query = session.prepareStatement("select 1 from kept where what = ?")) {
            query.setString(1, what);
            return query.executeQuery().next();
        }
    }

    private static boolean inRecovery(Connection session) throws SQLException {
        try (session; var statement = session.createStatement(); var row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static boolean broken(Connection session) {
        try (var statement = session.createStatement()) {
            return !statement.execute("select 1");
        } catch (SQLException ended) {
            return true;
        }
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }
}
