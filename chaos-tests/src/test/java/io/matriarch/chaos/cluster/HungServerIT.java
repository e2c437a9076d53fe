package io.matriarch.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matriarch.chaos.cluster.Http.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A PostgreSQL that hangs, all of it at once: every GET answers while it is stopped, with what is known, and as soon as the silence is known says so. Patroni asks its server
/// for the answer and hangs with it. The longest answer of each path is printed, and judged by nobody: how busy the machine is decides it, too.
/// With the short selection of faults (`-Dchaos.short`).
@Tag("chaos")
@EnabledIfSystemProperty(named = "chaos.short", matches = "true|")
class HungServerIT {
    /// So long that the agent does not end the silent server before the test has seen it.
    private static final Timing SLOW = new Timing(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final List<String> PATHS = List.of("/", "/primary", "/leader", "/replica", "/read-only", "/health", "/sync", "/async", "/quorum", "/liveness", "/readiness", "/patroni", "/patroni?fresh", "/cluster",
            "/history", "/config", "/failsafe", "/metrics", "/decisions", "/whatif", "/nonsense");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static void until(String what, BooleanSupplier condition) {
        assertThat(Waiting.until(PATIENCE, STEP, condition)).as(what).isTrue();
    }

    @Test
    void every_answer_comes_and_is_true_while_the_server_is_stopped() throws IOException {
        var cluster = ClusterUnderTest.started(Settings.small(SLOW, 1));
        try (cluster) {
            var node = cluster.nodes().getFirst();
            until("a primary", () -> node.answers("/primary"));
            assertThat(status(node).path("state").asText()).isEqualTo("running");

            var server = stopped(node);
            var longest = new LinkedHashMap<String, Duration>();
            PATHS.forEach(path -> longest.put(path, answeredWhileStopped(node, server, path)));
            until("no client is sent there any more", () -> !node.answers("/primary"));
            PATHS.forEach(path -> longest.merge(path, answeredWhileStopped(node, server, path), (a, b) -> a.compareTo(b) < 0 ? b : a));
            longest.forEach((path, took) -> System.out.printf("  GET %-15s %.1f ms%n", path, took.toNanos() / 1e6));
            says(node, server);

            Signal.CONTINUE.send(server);
            until("it leads again", () -> node.answers("/primary"));
            assertThat(status(node).path("state").asText()).isEqualTo("running");
        }
        cluster.forget();
    }

    /// The postmaster and all that it has started: again and again, for it may have been about to start another one.
    private static List<Pid> stopped(Node node) {
        until("the whole server is stopped", () -> {
            var running = server(node).filter(stat -> !stat.stopped()).map(Pid.Stat::pid).toList();
            Signal.STOP.send(running);
            return running.isEmpty();
        });
        return server(node).map(Pid.Stat::pid).toList();
    }

    private static Stream<Pid.Stat> server(Node node) {
        return node.processes().all().stream().filter(stat -> stat.name().startsWith("postgres"));
    }

    private static void stillStopped(List<Pid> server) {
        assertThat(server).isNotEmpty().allMatch(pid -> Pid.stat(pid.number()).filter(Pid.Stat::stopped).isPresent());
    }

    private static Duration answeredWhileStopped(Node node, List<Pid> server, String path) {
        var begun = System.nanoTime();
        var answer = Http.get(node.rest(), path, LIMIT);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        stillStopped(server);
        assertThat(answer).as(path).isInstanceOf(Answer.Status.class);
        return took;
    }

    /// It is a primary that does not answer: not running, not healthy, not to be used; the agent itself is alive.
    private static void says(Node node, List<Pid> server) throws IOException {
        var status = status(node);
        assertThat(status.path("state").asText()).isEqualTo("unknown");
        assertThat(status.path("role").asText()).isEqualTo("primary");
        assertThat(status.has("xlog")).as("peers take it for unreachable").isFalse();
        assertThat(node.answers("/health")).isFalse();
        assertThat(node.answers("/liveness")).isTrue();
        assertThat(Http.get(node.rest(), "/metrics", LIMIT)).isInstanceOfSatisfying(Answer.Status.class,
                metrics -> assertThat(metrics.body()).containsPattern("patroni_postgres_running\\{[^}]*} 0\n").containsPattern("patroni_primary\\{[^}]*} 0\n"));
        stillStopped(server);
    }

    private static JsonNode status(Node node) throws IOException {
        return Http.get(node.rest(), "/patroni", LIMIT) instanceof Answer.Status(int _, String body) ? JSON.readTree(body) : JSON.createObjectNode();
    }
}
