package io.matriarch.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The haproxy.cfg of Patroni's documentation in front of a real cluster of ours: nothing in it is changed but addresses and ports. It asks `OPTIONS /`,
/// and takes who answers 200 for the primary.
@Tag("cluster")
class PatronisHaproxyTest {
    private static final List<String> NODES = List.of("node1", "node2", "node3");

    @TempDir static Path directory;
    @AutoClose private static DemoCluster cluster;
    private static Process haproxy;
    private static int port;

    @BeforeAll static void start() throws Exception {
        cluster = new DemoCluster();
        eventually(() -> NODES.stream().filter(node -> is("/replica", node)).count() == 2);
        port = RunningHaproxy.freePort();
        haproxy = RunningHaproxy.start(directory, beforeTheServers() + NODES.stream().map(PatronisHaproxyTest::server).collect(Collectors.joining()));
    }

    private static String beforeTheServers() {
        return """
        global
            maxconn 100

        defaults
            log global
            mode tcp
            retries 2
            timeout client 30m
            timeout connect 4s
            timeout server 30m
            timeout check 5s

        listen stats
            mode http
            bind 127.0.0.1:%d
            stats enable
            stats uri /

        listen batman
            bind 127.0.0.1:%d
            option httpchk
            http-check expect status 200
            default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
        """.formatted(RunningHaproxy.freePort(), port);
    }

    private static String server(String node) {
        int postgres = cluster.postgresPort(node);
        return "    server postgresql_127.0.0.1_%d 127.0.0.1:%d maxconn 100 check port %d\n".formatted(postgres, postgres, cluster.restPort(node));
    }

    @AfterAll static void end() {
        if (haproxy != null) haproxy.destroyForcibly().onExit().join();
    }

    @Test void sessions_go_to_the_leader_and_follow_a_switchover() throws Exception {
        eventually(() -> primary().isPresent());
        var from = primary().orElseThrow();
        eventually(() -> reaches(from));
        try (var session = cluster.through(port)) {
            assertThat(cluster.post(from, "/switchover", "{\"leader\":\"%s\"}".formatted(from))).isEqualTo(200);
            eventually(() -> broken(session));
        }
        eventually(() -> primary().isPresent());
        var to = primary().orElseThrow();
        assertThat(to).isNotEqualTo(from);
        eventually(() -> reaches(to));
    }

    /// Every one of several sessions ends at this node, and may write there.
    private static boolean reaches(String node) throws SQLException {
        for (var _ : List.of(1, 2, 3, 4, 5, 6)) if (serverBehind() != cluster.postgresPort(node)) return false;
        return true;
    }

    private static int serverBehind() throws SQLException {
        try (var session = cluster.through(port); var statement = session.createStatement();
                var row = statement.executeQuery("select current_setting('port')::int where not pg_is_in_recovery()")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static boolean broken(Connection session) {
        try (var statement = session.createStatement()) {
            return !statement.execute("select 1");
        } catch (SQLException ended) {
            return true;
        }
    }

    private static Optional<String> primary() {
        return NODES.stream().filter(node -> is("/primary", node)).findFirst();
    }

    private static boolean is(String path, String node) {
        try {
            return cluster.get(node, path) == 200;
        } catch (Exception silent) {
            return false;
        }
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(condition);
    }
}
