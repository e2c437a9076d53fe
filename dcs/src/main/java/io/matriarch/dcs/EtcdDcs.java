package io.matriarch.dcs;

import io.grpc.Deadline;
import io.matriarch.core.port.Dcs;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.Scheduler;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.DcsView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The `Dcs` port on etcd v3. Replies come on the scheduler given, exactly once and no later than a moment after the bound.
///
/// One thread (`etcd`) carries all state of this package; a second (`etcd-io`) moves bytes. Nothing in here blocks either.
public final class EtcdDcs implements Dcs, AutoCloseable {
    /// The second net under gRPC's own deadlines: late enough that the better explanation comes first.
    private static final Duration GRACE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(EtcdDcs.class);

    private final Connection connection;
    private final Keyspace keys;
    private final PrefixRead reading;
    private final Scheduler scheduler;
    private final Writes writes;
    private final Damage damage;

    /// Connects lazily: an etcd that is down is found out by the first read. Files of `config.tls()` are read now.
    ///
    /// @throws IllegalArgumentException when they cannot be used, naming the setting
    public EtcdDcs(EtcdConfig config, Scheduler scheduler) {
        this(config, scheduler, SrvLookup.SYSTEM);
    }

    /// With another DNS than the machine's.
    EtcdDcs(EtcdConfig config, Scheduler scheduler, String resolver) {
        this.connection = Connection.open(config, resolver);
        this.keys = Keyspace.of(config.namespace(), config.scope());
        this.reading = new PrefixRead(connection, keys);
        this.scheduler = scheduler;
        this.writes = new Writes(connection, keys);
        this.damage = new Damage(keys);
    }

    @Override
    public void read(Duration within, Consumer<DcsView> reply) {
        var begun = System.nanoTime();
        bounded(within, deadline -> reading.send(deadline).thenApply(answer -> view(answer, begun)), new DcsView.Unreachable(nothing(within)), reply);
    }

    private DcsView view(Answer<PrefixRead.Look> answer, long begun) {
        if (!(answer instanceof Answer.Given(PrefixRead.Look(var response, var by)))) return new DcsView.Unreachable(answer.why());
        var cluster = ClusterReading.of(keys, response);
        damage.look(response);
        writes.seen(cluster);
        return new DcsView.Reachable(cluster, connection.lease().current(), connection.continuity().answered(by, begun));
    }

    @Override
    public void write(DcsWrite write, Duration within, Consumer<WriteOutcome> reply) {
        bounded(within, deadline -> writes.carryOut(write, deadline), new WriteOutcome.Unknown(nothing(within)), reply);
    }

    @Override
    public void watch(WatchListener listener) {
        connection.thread().execute(new PrefixWatch(connection, keys, listener)::start);
    }

    /// Ends connections, watches and threads. What is under way is answered as unknown at its bound.
    @Override
    public void close() {
        connection.close();
    }

    private <T> void bounded(Duration within, Function<Deadline, CompletableFuture<T>> work, T otherwise, Consumer<T> reply) {
        var deadline = Deadline.after(within.toNanos(), TimeUnit.NANOSECONDS);
        var _ = CompletableFuture.completedFuture(deadline).thenComposeAsync(work, connection.thread())
                .completeOnTimeout(otherwise, within.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((result, trouble) -> {
                    if (trouble != null && !connection.thread().isShutdown()) LOG.error("a bug: this call to etcd is answered as unknown", trouble);
                    scheduler.execute(() -> reply.accept(trouble == null ? result : otherwise));
                });
    }

    private static String nothing(Duration within) {
        return "no answer within " + within.toMillis() + " ms";
    }
}
