package io.matriarch.rest;

import io.matriarch.core.port.Peers;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.matriarch.core.view.PeerReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The [Peers] port over HTTP: GET of each member's `api_url`, all at once, no retries. Garbage, too much, too slow, an error: silent.
///
/// Between agents the server's certificate is not checked, as in Patroni: an answer is a vote about positions, never a secret. Our own is
/// shown, for a peer may ask for one (`verify_client`).
public final class PeersHttp implements Peers {
    private static final int LARGEST = 256 * 1024;
    private final Vertx vertx;
    private final Scheduler loop;
    private final HttpClient client;

    /// Who this agent is to its peers, in https.
    public sealed interface Identity {
        record Anonymous() implements Identity {}

        /// PEM files.
        record Certificate(Path certificate, Path key) implements Identity {}

        Anonymous ANONYMOUS = new Anonymous();
    }

    public PeersHttp(Vertx vertx, Scheduler loop, Identity identity) {
        this.vertx = vertx;
        this.loop = loop;
        this.client = vertx.createHttpClient(identified(identity, new HttpClientOptions().setKeepAlive(false).setTrustAll(true).setVerifyHost(false).setMaxHeaderSize(16 * 1024)));
    }

    private static HttpClientOptions identified(Identity identity, HttpClientOptions options) {
        return switch (identity) {
            case Identity.Anonymous() -> options;
            case Identity.Certificate(var certificate, var key) -> options.setKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString()));
        };
    }

    @Override
    public void ask(List<Member> members, Duration within, Consumer<Map<MemberName, PeerReport>> reply) {
        var context = vertx.getOrCreateContext();
        context.runOnContext(_ -> new Round(members, reply).begin(within));
    }

    /// One question to all, on one event loop.
    private final class Round {
        private final List<Member> members;
        private final Consumer<Map<MemberName, PeerReport>> reply;
        private final Map<MemberName, PeerReport> reports = new HashMap<>();
        private final Map<MemberName, HttpClientRequest> open = new HashMap<>();
        private boolean over;

        private Round(List<Member> members, Consumer<Map<MemberName, PeerReport>> reply) {
            this.members = List.copyOf(members);
            this.reply = reply;
        }

        private void begin(Duration within) {
            var timer = vertx.setTimer(Math.max(1, within.toMillis()), _ -> end("no answer within " + within.toMillis() + " ms"));
            for (var member : members) ask(member, within).onComplete(result -> {
                reports.putIfAbsent(member.name(), result.succeeded() ? result.result() : new PeerReport.Silent(String.valueOf(result.cause().getMessage())));
                if (reports.size() == members.size()) vertx.cancelTimer(timer);
                endIfAll();
            });
            endIfAll();
        }

        private void endIfAll() {
            if (members.stream().allMatch(m -> reports.containsKey(m.name()))) end("");
        }

        private void end(String silent) {
            if (over) return;
            over = true;
            for (var member : members) reports.putIfAbsent(member.name(), new PeerReport.Silent(silent));
            var all = Map.copyOf(reports);
            loop.execute(() -> reply.accept(all));
            List.copyOf(open.values()).forEach(HttpClientRequest::reset);
        }

        private Future<PeerReport> ask(Member member, Duration within) {
            try {
                var options = new RequestOptions().setAbsoluteURI(member.apiUrl()).setConnectTimeout(Math.max(1, within.toMillis()));
                return client.request(options).compose(request -> {
                    open.put(member.name(), request);
                    if (over) request.reset();
                    return request.send().compose(response -> read(request, response)).onComplete(_ -> open.remove(member.name()));
                });
            } catch (RuntimeException e) {
                return Future.succeededFuture(new PeerReport.Silent("api_url cannot be used: " + e.getMessage()));
            }
        }

        private Future<PeerReport> read(HttpClientRequest request, HttpClientResponse response) {
            if (response.statusCode() != 200) return Future.succeededFuture(new PeerReport.Silent("answered " + response.statusCode()));
            var body = Buffer.buffer();
            response.handler(part -> {
                if (body.length() + part.length() <= LARGEST) body.appendBuffer(part);
                else request.reset();
            });
            return response.end().map(_ -> PeerJson.report(body));
        }
    }
}
