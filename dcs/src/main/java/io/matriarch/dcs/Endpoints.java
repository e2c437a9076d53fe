package io.matriarch.dcs;

import io.etcd.jetcd.api.ResponseHeader;
import io.grpc.Deadline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All endpoints of one etcd cluster, and the two ways to send to them. Used on the adapter's one thread only.
final class Endpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);
    private static final long NO_CLUSTER = 0;

    private List<EtcdEndpoint> all;
    private Source source = Source.CONFIGURED;
    private final ScheduledExecutorService thread;
    private final Set<EtcdEndpoint> foreign = new HashSet<>();
    private long cluster = NO_CLUSTER;

    /// One call to one endpoint, by a deadline.
    interface Send<R> extends BiFunction<EtcdEndpoint, Deadline, CompletableFuture<Answer<R>>> {}

    /// Who may know of other members when those that are known are silent.
    interface Source {
        String HOSTS = "etcd3.hosts";

        /// Waits for nothing; what comes of it comes by [Endpoints#become].
        void ask();

        /// What it last knew, for people.
        String why();

        /// Where those that are known now were named, for whoever has to correct that.
        String where();

        /// The operator named them all.
        Source CONFIGURED = new Source() {
            @Override
            public void ask() {}

            @Override
            public String why() {
                return "none is configured";
            }

            @Override
            public String where() {
                return HOSTS;
            }
        };
    }

    /// Which endpoints a call may go to.
    enum Care {
        /// All, best first. For writes about the lock: a breaker's opinion must not cost them an attempt.
        ALL,
        /// Those whose breaker is closed; all when none is.
        BREAKER
    }

    Endpoints(List<EtcdEndpoint> all, ScheduledExecutorService thread) {
        this.all = List.copyOf(all);
        this.thread = thread;
    }

    /// For what may be sent twice: to the best endpoint; after a third of the time, or when it failed, to the next as well. The first
    /// answer counts, so a frozen endpoint costs a third of `deadline` once, and nothing afterwards.
    <R> CompletableFuture<Answer<R>> hedged(Care care, Deadline deadline, Send<R> send) {
        var order = ordered(care);
        var answer = order.isEmpty() ? this.<R>nobody() : new Hedge<>(order, deadline, thread, guarded(care, send)).start();
        return answer.thenApply(this::heard);
    }

    private <R> Answer<R> heard(Answer<R> answer) {
        if (answer.elsewhere()) source.ask();
        return answer;
    }

    private <R> CompletableFuture<Answer<R>> nobody() {
        return CompletableFuture.completedFuture(new Answer.NotSent<>("no etcd member is known: " + source.why()));
    }

    /// For what must not be sent twice: to the best endpoint, and to the next only if not a byte was sent.
    <R> CompletableFuture<Answer<R>> once(Care care, Deadline deadline, Send<R> send) {
        var order = ordered(care);
        return order.isEmpty() ? nobody() : once(order, 0, deadline, guarded(care, send));
    }

    private static <R> CompletableFuture<Answer<R>> once(List<EtcdEndpoint> order, int index, Deadline deadline, Send<R> send) {
        return send.apply(order.get(index), deadline).thenCompose(answer -> {
            var next = answer instanceof Answer.NotSent<R> && index + 1 < order.size() && !deadline.isExpired();
            return next ? once(order, index + 1, deadline, send) : CompletableFuture.completedFuture(answer);
        });
    }

    /// Every one is kept connected, whoever is asked: who is asked only when another fails must not look like an etcd that was replaced
    /// ([Continuity]), just when the leader's node and its etcd member have died together.
    List<EtcdEndpoint> ordered(Care care) {
        all.forEach(EtcdEndpoint::connect);
        var order = all.stream().sorted(EtcdEndpoint::compareTrust).toList();
        var closed = order.stream().filter(e -> !e.resting()).toList();
        return care == Care.ALL || closed.isEmpty() ? order : closed;
    }

    /// Goes on with these; those that are no more among them are closed, and what is on its way to them ends without an answer.
    void become(List<EtcdEndpoint> members) {
        all.stream().filter(endpoint -> !members.contains(endpoint)).forEach(EtcdEndpoint::close);
        foreign.retainAll(members);
        all = List.copyOf(members);
    }

    void source(Source other) {
        source = other;
    }

    /// Whether this header is our cluster's. The first answer says which that is; an endpoint of another cluster (a wrong address, a
    /// member restored from a backup as a new cluster) must not be believed, whatever it says.
    boolean ours(EtcdEndpoint endpoint, ResponseHeader header) {
        if (cluster == NO_CLUSTER) cluster = header.getClusterId();
        if (cluster == header.getClusterId()) return true;
        if (foreign.add(endpoint)) LOG.error("etcd endpoint {} belongs to cluster {}, not to {} that answered first: ignored; correct {}",
                endpoint, Long.toHexString(header.getClusterId()), Long.toHexString(cluster), source.where());
        return false;
    }

    private <R> Send<R> guarded(Care care, Send<R> send) {
        return (endpoint, deadline) -> {
            var permitted = care == Care.BREAKER && endpoint.permits();
            return send.apply(endpoint, deadline).thenApply(answer -> noted(endpoint, permitted, answer));
        };
    }

    private static <R> Answer<R> noted(EtcdEndpoint endpoint, boolean permitted, Answer<R> answer) {
        if (answer.elsewhere()) endpoint.failed(permitted, answer.why());
        else endpoint.answered(permitted);
        return answer;
    }

    @Override
    public void close() {
        all.forEach(EtcdEndpoint::close);
    }
}
