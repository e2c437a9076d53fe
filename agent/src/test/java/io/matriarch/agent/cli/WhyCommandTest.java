package io.matriarch.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.agent.config.Dynamic;
import io.matriarch.agent.journal.DecisionJournal;
import io.matriarch.agent.journal.JournalFiles;
import io.matriarch.agent.journal.TickRecord;
import io.matriarch.agent.why.Story;
import io.matriarch.core.ha.Decider;
import io.matriarch.core.ha.GivenWorld;
import io.matriarch.core.ha.World;
import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.runtime.Operator;
import io.matriarch.core.runtime.Snapshot;
import io.matriarch.core.view.DcsView;
import io.matriarch.core.view.LocalRequest;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Permit;
import io.matriarch.rest.EventLoop;
import io.matriarch.rest.RestConfig;
import io.matriarch.rest.RestPorts;
import io.matriarch.rest.StartOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands over real files, and over a real REST server with a real journal behind it; only the loop and etcd are stood in for.
class WhyCommandTest {
    @TempDir Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private List<Member> inEtcd = List.of();

    private Path journal(String name) throws IOException {
        return Files.writeString(directory.resolve(name), Story.all().stream().map(TickRecord::line).collect(Collectors.joining("\n")) + "\n");
    }

    @Test
    void why_from_files() throws IOException {
        assertThat(run("why", "--file", journal("j").toString(), "a", "demoted")).isZero();
        assertThat(out()).contains("unreachable.permit-ended");
        assertThat(run("why", "--file", journal("j").toString(), "a", "rebuilt")).isEqualTo(1);
        assertThat(err()).contains("no record answers 'a rebuilt' (7 looked at). members: a, b, c");
    }

    @Test
    void replay_decides_the_same_again() throws IOException {
        assertThat(run("replay", journal("j").toString())).isZero();
        assertThat(out()).contains("7 worlds decided again: 0 differ");
    }

    @Test
    void replay_says_what_differs() throws IOException {
        var text = Files.readString(journal("j")).replace("\"rule\":\"free.furthest-races\"", "\"rule\":\"free.of-old\"");
        assertThat(run("replay", Files.writeString(directory.resolve("old"), text + "{\"torn").toString())).isEqualTo(1);
        assertThat(out()).contains("then  free.of-old", "now   free.furthest-races", "7 worlds decided again: 1 differ; 1 lines are not readable");
        assertThat(run("replay", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(run("replay")).isEqualTo(2);
    }

    @Test
    void over_rest_by_url_and_by_configuration() throws IOException {
        try (var served = new Served()) {
            assertThat(run("why", "--timeout", "60", "--url", served.url, "not", "promoted")).isZero();
            assertThat(out()).contains("  c  tick ", "free.another-is-ahead");
            assertThat(err()).contains("note: b does not answer");
            assertThat(run("why", "--timeout", "60", "--url", served.url, "--rules")).isZero();
            assertThat(out()).contains("         1  free.another-is-ahead", "never fired since the agents of c started:", "            mine.older-timeline");
            assertThat(run("whatif", "--timeout", "60", "--url", served.url, "--dead", "a")).isZero();
            assertThat(out()).contains("If a died now, c would lead");
            assertThat(run("whatif", "--timeout", "60", "--url", served.url, "--dead", "x")).isEqualTo(1);
            assertThat(err()).contains("There is no member x. Members: a, b, c.");
            // the own agent is down: etcd knows the others, the own journal is on disk
            inEtcd = served.world().cluster().members();
            assertThat(run("why", "--timeout", "60", "--config", config().toString(), "a", "demoted")).isZero();
            assertThat(err()).contains("note: a does not answer; this is from its journal on disk");
        }
    }

    @Test
    void nobody_to_ask() {
        assertThat(run("why", "--url", "http://127.0.0.1:1", "demoted")).isEqualTo(1);
        assertThat(err()).contains("no agent answers");
        assertThat(run("whatif", "--url", "http://127.0.0.1:1", "--dead", "a")).isEqualTo(1);
        assertThat(run("whatif", "--url", "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(run("why")).isEqualTo(1);
        assertThat(err()).doesNotContain("error:");
    }

    private Path config() throws IOException {
        var home = Files.createDirectories(directory.resolve("data.matriarch/journal"));
        Files.copy(journal("j"), home.resolve("decisions.jsonl"));
        return Files.writeString(directory.resolve("node.yml"), """
                scope: demo
                name: a
                restapi: {listen: '127.0.0.1:1'}
                etcd3: {host: 127.0.0.1}
                postgresql: {listen: 127.0.0.1, data_dir: %s, bin_dir: /no/bin, authentication: {replication: {username: r}}}
                """.formatted(directory.resolve("data")));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) {
        return new Commands((_, _) -> 0, new Lookups(_ -> inEtcd, (_, _) -> Map.of(), _ -> new Dynamic.Unwritten("nobody asked")), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(args));
    }

    /// Member c's agent without its loop: c saw that another was ahead, once.
    static final class Served implements AutoCloseable, Operator, Dcs, Clock {
        private final EventLoop http = new EventLoop();
        private final Path home = newHome();
        private final DecisionJournal journal = new DecisionJournal(new JournalFiles(home, 1 << 20, 2));
        final String url;

        Served() {
            this(RestConfig.Tls.OFF);
        }

        Served(RestConfig.Tls tls) {
            var seen = GivenWorld.cluster("a", "b", "c").lockAbsent().at("c").peerSilent("a").standby(GivenWorld.lsn(900)).peerAt("b", GivenWorld.lsn(1000)).world();
            journal.record(seen, Decider.decide(seen), List.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> !journal.recent().isEmpty());
            var server = http.server(new RestConfig("127.0.0.1", 0, "4.1.4", RestConfig.Access.OPEN, tls, RestConfig.Limits.DEFAULT),
                    new RestPorts(this, this, (members, _, reply) -> reply.accept(members.stream().collect(Collectors.toMap(Member::name, _ -> new PeerReport.Silent("no answer")))), this, journal, () -> {}));
            url = switch (server.start()) {
                case StartOutcome.Listening(var port) -> (tls instanceof RestConfig.Tls.Off ? "http" : "https") + "://127.0.0.1:" + port;
                case StartOutcome.Refused(var reason) -> throw new IllegalStateException(reason);
            };
        }

        private static Path newHome() {
            try {
                return Files.createTempDirectory("journal");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /// Only c has an address at which somebody answers.
        World world() {
            var w = GivenWorld.cluster("a", "b", "c").at("c").world();
            var c = w.cluster();
            var members = c.members().stream().map(m -> new Member(m.name(), m.lease(),
                    m.data().with("api_url", m.name().equals(new MemberName("c")) ? url + "/patroni" : "http://127.0.0.1:1/patroni"))).toList();
            var cluster = new io.matriarch.core.view.ClusterView(c.revision(), c.lock(), c.release(), c.initialize(), members, c.config(), c.configRevision(), c.request(), c.history(),
                    c.status(), c.sync(), c.failsafe(), c.heartbeat(), c.claim());
            return new World(w.node(), w.now(), w.wallTime(), new DcsView.Reachable(cluster, w.lease()), w.local(), w.permit(), w.peers(), w.requestDue(), w.memory());
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot(world(), Decider.decide(world()), Permit.NONE, 0, world().now());
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public Moment now() {
            return world().now();
        }

        @Override
        public String wallTime() {
            return world().wallTime();
        }

        @Override
        public long epochSeconds() {
            return 0;
        }

        @Override
        public Moment due(String text) {
            return now();
        }

        @Override
        public void read(Duration within, Consumer<DcsView> reply) {
            reply.accept(world().dcs());
        }

        @Override
        public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
            reply.accept(new WriteOutcome.Refused("nobody writes here"));
        }

        @Override
        public void watch(WatchListener listener) {}

        @Override
        public void request(LocalRequest request, Consumer<Answer> reply) {}

        @Override
        public void refresh(Runnable reply) {
            reply.run();
        }

        @Override
        public void wake() {}

        @Override
        public Runnable onTick(Runnable listener) {
            return () -> {};
        }

        @Override
        public void close() {
            journal.close();
            http.close();
        }
    }
}
