package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.matriarch.agent.config.AgentConfig;
import io.matriarch.agent.config.ConfigResult;
import io.matriarch.agent.config.ConfigSource;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Contract 4.1: a second agent of one name does not start while the first one answers, whatever it answers.
class SameNameTest {
    private HttpServer other;

    @BeforeEach
    void listen() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
    }

    @AfterEach
    void stop() {
        other.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 503})
    void whoever_answers_as_the_member_has_its_name(int status) throws Exception {
        other.createContext("/liveness", asked -> {
            asked.sendResponseHeaders(status, -1);
            asked.close();
        });
        assertThat(inUse(member("node1", url()))).isEqualTo("name: there is already a member 'node1' running at " + url() + "; give this one another name, or stop that one");
        assertThat(inUse(member("node2", url()))).as("another's name").isEmpty();
    }

    @Test
    void a_member_that_does_not_answer_has_left_its_name() throws Exception {
        var url = url();
        other.stop(0);
        assertThat(inUse(member("node1", url))).isEmpty();
        assertThat(inUse(member("node1", ""))).as("no address").isEmpty();
        assertThat(inUse(member("node1", "not a url"))).isEmpty();
    }

    @Test
    void nobody_is_kept_from_starting_by_an_etcd_that_does_not_answer() throws Exception {
        assertThat(inUse(new DcsView.Unreachable("no answer"))).isEmpty();
    }

    private String url() {
        return "http://127.0.0.1:" + other.getAddress().getPort() + "/patroni";
    }

    private static DcsView member(String name, String apiUrl) {
        var e = ClusterView.EMPTY;
        var members = List.of(new Member(new MemberName(name), LeaseId.NONE, Document.EMPTY.with("api_url", apiUrl)));
        return new DcsView.Reachable(new ClusterView(1, e.lock(), e.release(), e.initialize(), members, e.config(), 0, e.request(), e.history(), e.status(), e.sync(), e.failsafe(), e.heartbeat(), e.claim()), Lease.NONE);
    }

    private static String inUse(DcsView view) throws URISyntaxException {
        return SameName.inUse(config(), new Known(view));
    }

    private static AgentConfig config() throws URISyntaxException {
        var file = Path.of(SameNameTest.class.getResource("/config/good/minimal.yml").toURI());
        return switch (new ConfigSource(file, Map.of()).read()) {
            case ConfigResult.Loaded(var config, var _) -> config;
            case ConfigResult.Rejected(var problems, var _) -> throw new AssertionError(problems.toString());
        };
    }

    /// Always the same answer.
    private record Known(DcsView view) implements Dcs {
        @Override
        public void read(Duration within, Consumer<DcsView> reply) {
            reply.accept(view);
        }

        @Override
        public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
            throw new UnsupportedOperationException("nothing is written here");
        }

        @Override
        public void watch(WatchListener listener) {
            throw new UnsupportedOperationException("nothing is watched here");
        }
    }
}
