package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.matriarch.agent.SameName.Verdict;
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
        assertThat(inUse(member("node1", url()))).isEqualTo(new Verdict.Taken("name: there is already a member 'node1' running at " + url() + "; give this one another name, or stop that one"));
        assertThat(inUse(member("node2", url()))).as("another's name").isEqualTo(Verdict.FREE);
    }

    @Test
    void a_member_that_does_not_answer_has_left_its_name() throws Exception {
        var url = url();
        other.stop(0);
        assertThat(inUse(member("node1", url))).isEqualTo(Verdict.FREE);
        assertThat(inUse(member("node1", ""))).as("no address").isEqualTo(Verdict.FREE);
        assertThat(inUse(member("node1", "not a url"))).isEqualTo(Verdict.FREE);
    }

    @Test
    void a_process_that_asks_its_own_address_knows_itself() throws Exception {
        answersAs("me");
        assertThat(new SameName(config(), "me").inUse(cluster("node1", url()))).isEqualTo(Verdict.FREE);
        assertThat(new SameName(config(), "another").inUse(cluster("node1", url()))).isInstanceOf(Verdict.Taken.class);
    }

    @Test
    void an_etcd_that_does_not_answer_says_nothing_of_the_name() throws Exception {
        assertThat(inUse(new DcsView.Unreachable("no answer"))).isEqualTo(Verdict.UNKNOWN);
    }

    private void answersAs(String process) {
        other.createContext("/liveness", asked -> {
            asked.getResponseHeaders().add(SameName.HEADER, process);
            asked.sendResponseHeaders(200, -1);
            asked.close();
        });
    }

    private String url() {
        return "http://127.0.0.1:" + other.getAddress().getPort() + "/patroni";
    }

    private static DcsView member(String name, String apiUrl) {
        return new DcsView.Reachable(cluster(name, apiUrl), Lease.NONE);
    }

    private static ClusterView cluster(String name, String apiUrl) {
        var e = ClusterView.EMPTY;
        var members = List.of(new Member(new MemberName(name), LeaseId.NONE, Document.EMPTY.with("api_url", apiUrl)));
        return new ClusterView(1, e.lock(), e.release(), e.initialize(), members, e.config(), 0, e.request(), e.history(), e.status(), e.sync(), e.failsafe(), e.heartbeat(), e.claim());
    }

    private static Verdict inUse(DcsView view) throws URISyntaxException {
        return new SameName(config(), "me").inUse(new Known(view));
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
