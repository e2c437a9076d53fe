package io.matriarch.rest;

import io.matriarch.core.port.Clock;
import io.matriarch.core.port.Peers;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.Moment;
import io.matriarch.core.view.PeerReport;
import io.matriarch.core.view.Tags;
import io.matriarch.core.view.Timeline;
import io.matriarch.core.view.WalPosition;
import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Limits;
import io.matriarch.rest.RestConfig.Tls;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A real server on a free loopback port over hand-written doubles, and a client for it.
final class Served implements AutoCloseable {
    static final String WALL_TIME = "2026-11-21T03:00:00+00:00";
    final FakeOperator operator = new FakeOperator();
    final FakeDcs dcs = new FakeDcs();
    final FakeDecisions decisions = new FakeDecisions();
    final Map<MemberName, PeerReport> peers = new ConcurrentHashMap<>();
    final Timings timings = new Timings();
    final AtomicInteger reloads = new AtomicInteger();
    volatile Moment now = Given.NOW;
    final int port;
    private final Vertx vertx = RestServer.eventLoop();
    final RestServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();

    Served() {
        this(RestConfig.Access.OPEN, Limits.DEFAULT);
    }

    Served(Access access, Limits limits) {
        this(new RestConfig("127.0.0.1", 0, "4.1.4", access, Tls.OFF, limits));
    }

    Served(RestConfig config) {
        for (var name : List.of("a", "b", "c")) peers.put(new MemberName(name), answered(false));
        server = new RestServer(vertx, config, new RestPorts(operator, dcs, new FakePeers(), new FakeClock(), decisions, timings, reloads::incrementAndGet));
        port = switch (server.start()) {
            case StartOutcome.Listening(var bound) -> bound;
            case StartOutcome.Refused(var reason) -> throw new IllegalStateException(reason);
        };
    }

    static PeerReport answered(boolean noFailover) {
        return new PeerReport.Answered(false, true, new Timeline(4), new WalPosition(Given.WAL), new Tags(noFailover, 1, false, false, false,
                io.matriarch.core.view.Document.EMPTY));
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return sending(method, path, body, headers).join();
    }

    CompletableFuture<HttpResponse<String>> sending(String method, String path, String body, String... headers) {
        var publisher = body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).method(method, publisher).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) request.headers(headers);
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
    }

    /// Bytes as they are, for what no client would send.
    String raw(String request) throws IOException {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    private final class FakePeers implements Peers {
        @Override
        public void ask(List<Member> members, Duration within, Consumer<Map<MemberName, PeerReport>> reply) {
            var reports = new java.util.HashMap<MemberName, PeerReport>();
            members.forEach(m -> reports.put(m.name(), peers.get(m.name())));
            Thread.ofPlatform().start(() -> reply.accept(reports));
        }
    }

    private final class FakeClock implements Clock {
        @Override
        public Moment now() {
            return now;
        }

        @Override
        public String wallTime() {
            return WALL_TIME;
        }

        @Override
        public long epochSeconds() {
            return FixedClock.INSTANCE.epochSeconds();
        }

        @Override
        public Moment due(String text) {
            return now;
        }
    }
}
