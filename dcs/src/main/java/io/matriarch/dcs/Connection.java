package io.matriarch.dcs;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.grpc.Deadline;
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

    /// `resolver`: which DNS is asked, where the configuration wants that, as a URL of JNDI.
    static Connection open(EtcdConfig config, String resolver) {
        var thread = new ScheduledThreadPoolExecutor(1, named("etcd"));
        thread.setRemoveOnCancelPolicy(true);
        var loops = new MultiThreadIoEventLoopGroup(1, named("etcd-io"), NioIoHandler.newFactory());
        try {
            var members = new Members(config.credentials(), (at, tls, transports) -> Channels.open(at, tls, loops, thread, transports));
            var endpoints = new Endpoints(members.at(config.endpoints(), config.tls()), thread);
            if (config.srv() instanceof EtcdConfig.Srv.Domain domain) discover(new SrvLookup(domain, resolver), members, endpoints, thread);
            var etcd = new Etcd(endpoints);
            return new Connection(thread, loops, endpoints, etcd, new AgentLease(endpoints, etcd), new Continuity());
        } catch (IllegalArgumentException e) {
            thread.shutdownNow();
            var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static void discover(SrvLookup lookup, Members members, Endpoints endpoints, ScheduledExecutorService thread) {
        var domain = lookup.domain();
        Channels.check(domain.tls());
        var discovery = new Discovery(domain.name(), lookup::ask, found -> endpoints.become(members.at(found.endpoints(), found.secured() ? domain.tls() : EtcdConfig.Tls.OFF)),
                named("etcd-names"), thread);
        thread.execute(() -> {
            endpoints.source(discovery);
            discovery.ask();
        });
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

    /// On the thread that all of this belongs to, after what it has to do now; a second time changes nothing.
    @Override
    public void close() {
        if (thread.isShutdown()) return;
        thread.execute(() -> {
            endpoints.close();
            var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        });
        thread.shutdown(); // what it was given before is still done
    }

    private static ThreadFactory named(String name) {
        return task -> Thread.ofPlatform().daemon().name(name).unstarted(task);
    }
}
