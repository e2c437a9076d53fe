package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matriarch.core.view.PostgresState;
import io.matriarch.rest.FreshFacts.Patience;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who waits for a tick that hangs, and who does not.
class FreshFactsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final String KNOWN = "primary";
    private final Vertx vertx = RestServer.eventLoop();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeOperator operator = new FakeOperator();
    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
    }

    @Test
    void a_peer_waits_for_the_tick_that_began_after_its_question_and_nobody_else_does() {
        var port = serve(new Patience(LONG, SHORT));
        var fresh = List.of(ask(port, "/patroni?fresh", "us"), ask(port, "/patroni?a=b&fresh", "us"), ask(port, "/patroni", "Patroni/4.0.4 Python/3.11.2 Linux"));
        for (var plain : List.of(ask(port, "/patroni", "curl/8"), ask(port, "/patroni?refresh", "HAProxy"), ask(port, "/patroni", "Prometheus Patroni/1")))
            assertThat(plain.join()).isEqualTo(KNOWN);
        assertThat(fresh).noneMatch(CompletableFuture::isDone);
        operator.shows(Given.standby());
        await().until(() -> {
            ticks.forEach(Runnable::run);
            return fresh.stream().allMatch(CompletableFuture::isDone);
        });
        assertThat(fresh).allSatisfy(answer -> assertThat(answer.join()).isEqualTo("replica"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/patroni", "/patroni?fresh"})
    void a_loop_that_never_answers_holds_up_nobody(String path) {
        assertThat(ask(serve(new Patience(SHORT, SHORT)), path, "us").join()).isEqualTo(KNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/patroni", "/patroni?fresh"})
    void nobody_waits_for_long_for_a_server_that_is_known_to_hang(String path) {
        operator.shows(Given.leader().postgres(new PostgresState.Silent(true, Given.NOW, "timeout")));
        assertThat(ask(serve(new Patience(LONG, LONG)), path, "us").join()).isEqualTo("unknown");
    }

    private int serve(Patience patience) {
        operator.loop = ticks::add;
        var fresh = new FreshFacts(vertx, operator, patience);
        return vertx.createHttpServer().requestHandler(request -> fresh.then(request, () -> request.response().end(known()))).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join().actualPort();
    }

    private String known() {
        return switch (operator.snapshot().world().postgres()) {
            case PostgresState.Running running -> running.primary() ? KNOWN : "replica";
            case PostgresState _ -> "unknown";
        };
    }

    private CompletableFuture<String> ask(int port, String path, String agent) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("User-Agent", agent).build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }
}
