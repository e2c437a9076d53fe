package io.matriarch.dcs;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.grpc.Deadline;
import io.matriarch.core.view.Endpoint;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// What reads, writes and watch share: the two threads, the endpoints, the lease. (gRPC adds its own for names and deadlines.)
record Connection(ScheduledExecutorService thread, EventLoopGroup loops, Endpoints endpoints, Etcd etcd, AgentLease lease, Continuity continuity) implements AutoCloseable {
    /// Spread, so that agents that lost etcd together do not come back together.
    static final IntervalFunction PAUSES = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(50), 2, 0.5, Duration.ofSeconds(1));
    /// The last try begins this many milliseconds before the end, so that its reason can still be told.
    private static final long LAST_TRY = 100;
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED).slidingWindowSize(5).minimumNumberOfCalls(3)
            .failureRateThreshold(60).permittedNumberOfCallsInHalfOpenState(1)
            .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.3, Duration.ofSeconds(15))).build();

    static Connection open(EtcdConfig config) {
        var thread = new ScheduledThreadPoolExecutor(1, named("etcd"));
        thread.setRemoveOnCancelPolicy(true);
        var loops = new MultiThreadIoEventLoopGroup(1, named("etcd-io"), NioIoHandler.newFactory());
        try {
            var all = config.endpoints().stream().map(at -> endpoint(at, config, loops, thread)).toList();
            var endpoints = new Endpoints(all, thread);
            var etcd = new Etcd(endpoints);
            return new Connection(thread, loops, endpoints, etcd, new AgentLease(endpoints, etcd), new Continuity());
        } catch (IllegalArgumentException e) {
            thread.shutdownNow();
            var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static EtcdEndpoint endpoint(Endpoint at, EtcdConfig config, EventLoopGroup loops, ScheduledExecutorService thread) {
        var transports = new Transports();
        return new EtcdEndpoint(at, config.credentials(), Channels.open(at, config.tls(), loops, thread, transports), transports, CircuitBreaker.of(at.toString(), BREAKER));
    }

    /// For what may be sent any number of times: hedged, and again with growing pauses while there is time.
    <R> CompletableFuture<Answer<R>> repeated(Deadline deadline, Endpoints.Send<R> send) {
        var again = RetryConfig.<Answer<R>>custom().maxAttempts(100)
                .intervalBiFunction((attempt, _) -> Math.clamp(left(deadline) - LAST_TRY, 1, PAUSES.apply(attempt)))
                .retryOnResult(answer -> answer.elsewhere() && left(deadline) > LAST_TRY).build();
        return Retry.of("etcd", again).executeCompletionStage(thread,
                () -> endpoints.hedged(Endpoints.Care.BREAKER, deadline, send)).toCompletableFuture();
    }

    private static long left(Deadline deadline) {
        return deadline.timeRemaining(TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        endpoints.close();
        thread.shutdown();
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static ThreadFactory named(String name) {
        return task -> Thread.ofPlatform().daemon().name(name).unstarted(task);
    }
}
