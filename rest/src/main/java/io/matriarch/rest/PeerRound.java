package io.matriarch.rest;

import io.matriarch.core.port.Scheduler;
import io.matriarch.core.view.Member;
import io.matriarch.core.view.MemberName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/// One question to all, on one event loop: all at once, no retries. Whatever goes wrong with one member is that member's silence.
final class PeerRound<T> {
    private static final int LARGEST = 256 * 1024;

    /// `options` may throw for a URL that is none. `read` is given status and body, whatever they are.
    record Question<T>(Function<Member, RequestOptions> options, Buffer body, BiFunction<Integer, Buffer, T> read, Function<String, T> silent) {}

    private final Vertx vertx;
    private final HttpClient client;
    private final List<Member> members;
    private final Question<T> question;
    private final Map<MemberName, T> answers = new HashMap<>();
    private final Map<MemberName, HttpClientRequest> open = new HashMap<>();
    private final Consumer<Map<MemberName, T>> reply;
    private boolean over;

    /// `reply` is called on `loop`, once.
    PeerRound(Vertx vertx, HttpClient client, List<Member> members, Question<T> question, Scheduler loop, Consumer<Map<MemberName, T>> reply) {
        this.vertx = vertx;
        this.client = client;
        this.members = List.copyOf(members);
        this.question = question;
        this.reply = all -> loop.execute(() -> reply.accept(all));
    }

    void begin(Duration within) {
        vertx.getOrCreateContext().runOnContext(_ -> askAll(within));
    }

    private void askAll(Duration within) {
        var timer = vertx.setTimer(Math.max(1, within.toMillis()), _ -> end("no answer within " + within.toMillis() + " ms"));
        for (var member : members) ask(member, within).onComplete(result -> {
            answers.putIfAbsent(member.name(), result.succeeded() ? result.result() : question.silent.apply(String.valueOf(result.cause().getMessage())));
            if (answers.size() == members.size()) vertx.cancelTimer(timer);
            endIfAll();
        });
        endIfAll();
    }

    private void endIfAll() {
        if (members.stream().allMatch(m -> answers.containsKey(m.name()))) end("");
    }

    private void end(String silent) {
        if (over) return;
        over = true;
        for (var member : members) answers.putIfAbsent(member.name(), question.silent.apply(silent));
        reply.accept(Map.copyOf(answers));
        List.copyOf(open.values()).forEach(HttpClientRequest::reset);
    }

    private Future<T> ask(Member member, Duration within) {
        try {
            var options = question.options.apply(member).setConnectTimeout(Math.max(1, within.toMillis()));
            return client.request(options).compose(request -> {
                open.put(member.name(), request);
                if (over) request.reset();
                return request.send(question.body).compose(response -> read(request, response)).onComplete(_ -> open.remove(member.name()));
            });
        } catch (RuntimeException e) {
            return Future.succeededFuture(question.silent.apply("api_url cannot be used: " + e.getMessage()));
        }
    }

    private Future<T> read(HttpClientRequest request, HttpClientResponse response) {
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() <= LARGEST) body.appendBuffer(part);
            else request.reset();
        });
        return response.end().map(_ -> question.read.apply(response.statusCode(), body));
    }
}
