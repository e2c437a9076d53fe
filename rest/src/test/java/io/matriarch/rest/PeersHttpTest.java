package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.ClusterStatus;
import io.matriarch.core.view.Confirmation;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.LeaderClaim;
import io.matriarch.core.view.LeaseId;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.PeerReport.Answered;
import io.matriarch.core.view.PeerReport.Silent;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Peers asked over real sockets: what they may answer, and what they should not.
class PeersHttpTest {
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final String STANDBY = "{\"state\":\"running\",\"role\":\"replica\",\"xlog\":{\"received_location\":200,\"replayed_location\":150},\"timeline\":3,\"tags\":{\"nofailover\":true}}";
    private final Vertx vertx = RestServer.eventLoop();
    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void our_own_server_is_understood() {
        try (var served = new Served()) {
            assertThat(ask(url(served.port)).get(new MemberName("m0"))).isEqualTo(new PeerReport.Answered(true, true, new Timeline(4), new WalPosition(Given.WAL), io.matriarch.core.view.Tags.NONE, true, new Timeline(4), false, false, false));
            served.operator.shows(Given.standby());
            assertThat(ask(url(served.port)).get(new MemberName("m0"))).isEqualTo(answered(false, true, 4, Given.WAL));
        }
    }

    @Test
    void patroni_of_any_age_is_understood() {
        assertThat(read("{\"state\":\"running\",\"role\":\"master\",\"xlog\":{\"location\":77},\"timeline\":2}")).isEqualTo(answered(true, true, 2, 77));
        assertThat(read("{\"state\":\"running\",\"role\":\"primary\",\"wal\":{\"location\":77},\"timeline\":2}")).isEqualTo(answered(true, true, 2, 77));
        assertThat(read("{\"state\":\"running\",\"role\":\"replica\",\"xlog\":{\"location\":77},\"timeline\":2}")).as("a location makes a primary").isEqualTo(answered(true, true, 2, 77));
        assertThat(read("{\"state\":\"running\",\"role\":\"replica\",\"xlog\":{\"received_location\":null,\"replayed_location\":150},\"timeline\":null}")).isEqualTo(answered(false, true, 0, 150));
        assertThat(read("{\"state\":\"stopped\",\"role\":\"replica\",\"xlog\":{}}")).isEqualTo(answered(false, false, 0, 0));
        assertThat(read("{\"state\":\"unknown\",\"role\":\"primary\"}")).isEqualTo(answered(true, false, 0, 0));
        assertThat(read(STANDBY)).isInstanceOfSatisfying(Answered.class, a -> assertThat(a.tags().noFailover()).isTrue());
    }

    @Test
    void garbage_is_silence() {
        for (var body : List.of("", "<html>", "[]", "null", "{}", "{\"state\":\"running\"}", "{\"state\":\"running\",\"role\":\"replica\"", STANDBY + "x", STANDBY + STANDBY))
            assertThat(read(body)).as(body).isInstanceOf(Silent.class);
    }

    @Test
    void every_kind_of_bad_peer_is_silent_in_time_and_the_good_one_is_heard() {
        var answers = ask(
                url(serve(socket -> reply(socket, "200 OK", STANDBY))),
                url(serve(socket -> reply(socket, "503 Service Unavailable", STANDBY))),
                url(serve(socket -> reply(socket, "200 OK", STANDBY + " ".repeat(300_000)))),
                url(serve(socket -> {
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                    vertx.setPeriodic(20, _ -> socket.write("{"));
                })),
                url(serve(_ -> {})),
                url(serve(NetSocket::close)),
                url(serve(socket -> socket.write("rubbish\r\n\r\n"))),
                "http://127.0.0.1:1/patroni", "not a url", "", "http://127.0.0.1:99999/patroni", "http://nowhere.invalid:8008/patroni");
        assertThat(answers).hasSize(12);
        answers.forEach((name, report) -> assertThat(report).as(name.value()).isInstanceOf(name.value().equals("m0") ? Answered.class : Silent.class));
    }

    /// Or it would tell what it knew before: who leads next is decided by the answer. Patroni, and whoever else is at that URL, does not know the word.
    @Test
    void a_peer_is_told_that_its_facts_have_to_be_fresh() {
        var asked = new CopyOnWriteArrayList<String>();
        var port = vertx.createHttpServer().requestHandler(request -> {
            asked.add(request.uri());
            request.response().end(STANDBY);
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
        for (var path : List.of("/patroni", "", "/", "/patroni?a=b", "/patroni?", "/patroni#x"))
            assertThat(ask("http://127.0.0.1:" + port + path).get(new MemberName("m0"))).as(path).isInstanceOf(Answered.class);
        assertThat(asked).containsExactly("/patroni?fresh", "/?fresh", "/?fresh", "/patroni?a=b&fresh", "/patroni?&fresh", "/patroni?fresh");
    }

    private static final LeaderClaim CLAIM = new LeaderClaim(new MemberName("a"), new LeaseId(0x7fff_ffff_ffff_fff1L), Duration.ofMillis(10_500),
            new ClusterStatus(new WalPosition(1L << 40), Map.of(), new Timeline(7)), "postgres://a:5432/postgres", "https://a:8008/patroni");

    @Test
    void a_claim_to_lead_is_told_whole_and_only_patronis_very_word_is_a_yes() {
        try (var served = new Served(new RestConfig.Access.Basic("u", "p:w"), RestConfig.Limits.DEFAULT)) {
            var allowed = new RestConfig.Access.Basic("u", "p:w");
            assertThat(confirm(allowed, url(served.port))).containsExactly(Confirmation.ACCEPTED);
            assertThat(served.operator.claims).containsExactly(CLAIM);
            served.operator.word = new Confirmation.Refused(Confirmation.Ground.OFF, "");
            assertThat(confirm(allowed, url(served.port))).satisfiesExactly(word -> assertThat(ground(word)).isEqualTo(Confirmation.Ground.OFF));
            served.operator.word = new Confirmation.Refused(Confirmation.Ground.LEADS, "");
            assertThat(confirm(allowed, url(served.port))).satisfiesExactly(word -> assertThat(ground(word)).isEqualTo(Confirmation.Ground.LEADS));
            served.operator.word = Confirmation.ACCEPTED;
            assertThat(confirm(RestConfig.Access.OPEN, url(served.port))).as("without the password").satisfiesExactly(word -> assertThat(ground(word)).isEqualTo(Confirmation.Ground.UNKNOWN));
        }
    }

    @Test
    void no_garbage_is_a_confirmation() {
        var words = confirm(RestConfig.Access.OPEN,
                url(serve(socket -> reply(socket, "200 OK", "Accepted"))),
                url(serve(socket -> reply(socket, "200 OK", "accepted"))),
                url(serve(socket -> reply(socket, "200 OK", "Accepted, but"))),
                url(serve(socket -> reply(socket, "202 Accepted", "Accepted"))),
                url(serve(_ -> {})), url(serve(NetSocket::close)), url(serve(socket -> socket.write("rubbish\r\n\r\n"))), "http://127.0.0.1:1/patroni", "not a url", "");
        assertThat(words.getFirst()).isEqualTo(Confirmation.ACCEPTED);
        assertThat(words.subList(1, words.size())).hasSize(9).noneMatch(Confirmation.Accepted.class::isInstance);
    }

    /// Contract 2.7. A peer with `verify_client: required` hears nobody else; whose certificate it shows itself is not looked at.
    @Test
    void a_peer_that_asks_for_a_certificate_is_shown_ours() throws Exception {
        Openssl.certificate(directory, "peer");
        Openssl.certificate(directory, "ours");
        Openssl.certificate(directory, "strangers");
        var tls = new RestConfig.Tls.Files(directory.resolve("peer.crt"), directory.resolve("peer.key"), new RestConfig.Clients.Required(directory.resolve("ours.crt")));
        try (var served = new Served(new RestConfig("127.0.0.1", 0, "4.1.4", RestConfig.Access.OPEN, tls, RestConfig.Limits.DEFAULT))) {
            var url = "https://127.0.0.1:" + served.port + "/patroni";
            assertThat(ask(identity("ours"), url).get(new MemberName("m0"))).isInstanceOfSatisfying(Answered.class, a -> assertThat(a.primary()).isTrue());
            assertThat(confirm(identity("ours"), RestConfig.Access.OPEN, url)).containsExactly(Confirmation.ACCEPTED);
            for (var other : List.of(PeersHttp.Identity.ANONYMOUS, identity("strangers"))) {
                assertThat(ask(other, url).get(new MemberName("m0"))).isInstanceOf(Silent.class);
                assertThat(confirm(other, RestConfig.Access.OPEN, url)).noneMatch(Confirmation.Accepted.class::isInstance);
            }
        }
    }

    private PeersHttp.Identity identity(String name) {
        return new PeersHttp.Identity.Certificate(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
    }

    private static Confirmation.Ground ground(Confirmation word) {
        return word instanceof Confirmation.Refused(var ground, _) ? ground : Confirmation.Ground.valueOf(word.toString());
    }

    private List<Confirmation> confirm(RestConfig.Access access, String... urls) {
        return confirm(PeersHttp.Identity.ANONYMOUS, access, urls);
    }

    /// In the order of the URLs.
    private List<Confirmation> confirm(PeersHttp.Identity identity, RestConfig.Access access, String... urls) {
        var members = new java.util.ArrayList<Member>();
        for (int i = 0; i < urls.length; i++) members.add(new Member(new MemberName("m" + i), LeaseId.NONE, new Document(Given.ordered("api_url", urls[i]))));
        var replies = new CopyOnWriteArrayList<Map<MemberName, Confirmation>>();
        new PeersHttp(vertx, new Direct(), identity, access).confirm(members, CLAIM, WITHIN, replies::add);
        await().until(() -> !replies.isEmpty());
        return members.stream().map(member -> replies.getFirst().get(member.name())).toList();
    }

    @Test
    void nobody_to_ask() {
        assertThat(ask()).isEmpty();
    }

    private Map<MemberName, PeerReport> ask(String... urls) {
        return ask(PeersHttp.Identity.ANONYMOUS, urls);
    }

    private Map<MemberName, PeerReport> ask(PeersHttp.Identity identity, String... urls) {
        var members = new java.util.ArrayList<Member>();
        for (int i = 0; i < urls.length; i++) members.add(new Member(new MemberName("m" + i), LeaseId.NONE, new Document(Given.ordered("api_url", urls[i]))));
        var replies = new CopyOnWriteArrayList<Map<MemberName, PeerReport>>();
        var begun = System.nanoTime();
        new PeersHttp(vertx, new Direct(), identity, RestConfig.Access.OPEN).ask(members, WITHIN, replies::add);
        await().until(() -> !replies.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("bounded").isLessThan(Duration.ofSeconds(20));
        await().during(Duration.ofMillis(100)).until(() -> replies.size() == 1);
        return replies.getFirst();
    }

    private int serve(Consumer<NetSocket> behaviour) {
        var server = vertx.createNetServer().connectHandler(socket -> socket.handler(_ -> behaviour.accept(socket)));
        return server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
    }

    private static void reply(NetSocket socket, String status, String body) {
        socket.write("HTTP/1.0 " + status + "\r\nContent-Type: application/json\r\n\r\n" + body).onComplete(_ -> socket.close());
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/patroni";
    }

    private static PeerReport read(String body) {
        return PeerJson.report(Buffer.buffer(body));
    }

    private static PeerReport answered(boolean primary, boolean running, int timeline, long position) {
        return new Answered(primary, running, new Timeline(timeline), new WalPosition(position), io.matriarch.core.view.Tags.NONE);
    }

    /// Runs what it is given where it is.
    private static final class Direct implements Scheduler {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("nothing here waits");
        }
    }
}
