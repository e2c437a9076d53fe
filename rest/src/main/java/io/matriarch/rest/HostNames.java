package io.matriarch.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What host names mean, looked up on a thread of its own. There is one lookup at a time, and whoever asks meanwhile shares it: so requests from anywhere, however many, cannot
/// occupy more than that thread. All on one event loop.
final class HostNames {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final WorkerExecutor thread;
    private final Duration patience;
    private final Function<String, List<InetAddress>> dns;
    private List<String> names = List.of();
    private Set<InetAddress> known = Set.of();
    private Future<Set<InetAddress>> lookup = Future.succeededFuture(known);
    private long lookedUp;

    HostNames(Vertx vertx) {
        this(vertx, PATIENCE, HostNames::meant);
    }

    /// `dns` may block, and throws nothing. After `patience` what the names meant before counts.
    HostNames(Vertx vertx, Duration patience, Function<String, List<InetAddress>> dns) {
        this.thread = vertx.createSharedWorkerExecutor("host-names", 1);
        this.patience = patience;
        this.dns = dns;
    }

    /// All addresses of all these hosts, within seconds. One that is asked for while others are looked up waits for its turn: it is in none of them yet.
    Future<Set<InetAddress>> addresses(List<String> hosts) {
        if (lookup.isComplete() && !fresh(hosts)) ask(hosts);
        return lookup.isComplete() ? lookup : lookup.timeout(patience.toMillis(), TimeUnit.MILLISECONDS).otherwise(_ -> known);
    }

    private boolean fresh(List<String> hosts) {
        return hosts.equals(names) && System.nanoTime() - lookedUp < FRESH.toNanos();
    }

    private void ask(List<String> hosts) {
        names = hosts;
        lookup = thread.executeBlocking(() -> hosts.stream().map(dns).flatMap(List::stream).collect(Collectors.toUnmodifiableSet())).onSuccess(found -> {
            known = found;
            lookedUp = System.nanoTime();
        });
    }

    private static List<InetAddress> meant(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException nobody) {
            return List.of();
        }
    }
}
