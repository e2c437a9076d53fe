package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Names and their addresses: from the machine's own resolver, and from one that hangs for as long as a test wants it to.
class HostNamesTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");
    private final Vertx vertx = RestServer.eventLoop();
    private final CountDownLatch hung = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();

    @AfterEach
    void close() {
        hung.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_name_that_means_nothing_takes_nothing_from_the_others() {
        var names = new HostNames(vertx);
        assertThat(answer(names, "no.such.host.invalid", "localhost")).contains(InetAddress.getLoopbackAddress());
        assertThat(answer(names, "no.such.host.invalid")).isEmpty();
    }

    @Test
    void whoever_asks_while_a_lookup_is_under_way_shares_it() {
        var names = new HostNames(vertx, Duration.ofMinutes(1), this::hangs);
        var answers = IntStream.range(0, 200).mapToObj(_ -> asked(names, "a")).toList();
        onLoop(Future::succeededFuture).join();
        assertThat(answers).as("nor does the loop wait").noneMatch(CompletableFuture::isDone);
        hung.countDown();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).containsExactly(ADDRESS));
        assertThat(answer(names, "a")).as("it is known for a while").containsExactly(ADDRESS);
        assertThat(lookups).hasValue(1);
    }

    @Test
    void what_names_meant_before_counts_while_the_name_server_hangs() {
        var names = new HostNames(vertx, Duration.ofMillis(10), host -> host.equals("a") ? List.of(ADDRESS) : hangs(host));
        assertThat(asked(names, "a").join()).containsExactly(ADDRESS);
        assertThat(answer(names, "a", "b")).containsExactly(ADDRESS);
    }

    private List<InetAddress> hangs(String host) {
        lookups.incrementAndGet();
        try {
            hung.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of(ADDRESS);
    }

    private Set<InetAddress> answer(HostNames names, String... hosts) {
        return asked(names, hosts).join();
    }

    private CompletableFuture<Set<InetAddress>> asked(HostNames names, String... hosts) {
        return onLoop(() -> names.addresses(List.of(hosts)));
    }

    private <T> CompletableFuture<T> onLoop(java.util.function.Supplier<Future<T>> question) {
        var answer = new CompletableFuture<T>();
        vertx.runOnContext(_ -> question.get().onSuccess(answer::complete).onFailure(answer::completeExceptionally));
        return answer;
    }
}
