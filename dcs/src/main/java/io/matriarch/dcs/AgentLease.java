package io.matriarch.dcs;

import io.etcd.jetcd.api.LeaseGrantResponse;
import io.grpc.Deadline;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// This agent's one lease: granted when first needed, and again when it was lost or the ttl changed. Used on the adapter's one thread only.
///
/// A lease is never revoked: the leader key may still hang on it, and revoking would delete that under a running primary.
/// One that is no longer used ends by itself.
final class AgentLease {
    private final Endpoints endpoints;
    private final Etcd etcd;
    private Lease current = Lease.NONE;
    private Duration asked = Duration.ZERO;
    private long keptAt = System.nanoTime();
    private CompletableFuture<?> turn = CompletableFuture.completedFuture(null);

    AgentLease(Endpoints endpoints, Etcd etcd) {
        this.endpoints = endpoints;
        this.etcd = etcd;
    }

    Lease current() {
        return current;
    }

    /// etcd said that this lease is gone.
    void gone(LeaseId lease) {
        if (lease.equals(current.id())) current = Lease.NONE;
    }

    /// It was kept alive by a request that was sent at `sent` (of [System#nanoTime]).
    void kept(LeaseId lease, long sent) {
        if (lease.equals(current.id()) && sent - keptAt > 0) keptAt = sent;
    }

    /// A lease of `wanted` that has at least nine tenths of it left: for what may be read by others, and proves nothing. A leader has just renewed it.
    CompletableFuture<Answer<Lease>> recent(Duration wanted, Deadline deadline) {
        var young = System.nanoTime() - keptAt < wanted.toNanos() / 10;
        return young && !current.equals(Lease.NONE) && wanted.equals(asked) ? CompletableFuture.completedFuture(new Answer.Given<>(current)) : fresh(wanted, deadline);
    }

    /// A lease of `wanted` that has all of it left, counted from this call: kept alive or granted after it.
    /// One at a time, so that two writes at once do not end up on two leases.
    CompletableFuture<Answer<Lease>> fresh(Duration wanted, Deadline deadline) {
        var mine = turn.handle((_, _) -> wanted).thenCompose(_ -> {
            if (current.equals(Lease.NONE) || !wanted.equals(asked)) return grant(wanted, deadline);
            return keptAlive(wanted, deadline);
        });
        turn = mine;
        return mine;
    }

    private CompletableFuture<Answer<Lease>> keptAlive(Duration wanted, Deadline deadline) {
        var lease = current;
        var sent = System.nanoTime();
        return endpoints.hedged(Endpoints.Care.ALL, deadline, etcd.keepAlive(lease.id())).thenCompose(answer -> switch (answer) {
            case Answer.Given(var given) when given.getTTL() >= wanted.toSeconds() -> {
                kept(lease.id(), sent);
                yield CompletableFuture.completedFuture(new Answer.Given<>(lease));
            }
            case Answer.Given(_), Answer.LeaseGone() -> {
                gone(lease.id());
                yield grant(wanted, deadline);
            }
            case Answer.Rejected(_), Answer.TokenRefused(_), Answer.NotSent(_), Answer.NoAnswer(_) ->
                    CompletableFuture.completedFuture(answer.failure());
        });
    }

    private CompletableFuture<Answer<Lease>> grant(Duration wanted, Deadline deadline) {
        var sent = System.nanoTime();
        return endpoints.hedged(Endpoints.Care.ALL, deadline, etcd.grant(wanted)).thenApply(answer ->
                answer instanceof Answer.Given(var given) ? granted(given, wanted, sent) : answer.failure());
    }

    /// The deadlines of the guardian are computed from the ttl that was asked for: a shorter lease would outrun them.
    private Answer<Lease> granted(LeaseGrantResponse response, Duration wanted, long sent) {
        if (response.getTTL() < wanted.toSeconds())
            return new Answer.Rejected<>("etcd granted a lease of %d s, but ttl is %d s".formatted(response.getTTL(), wanted.toSeconds()));
        current = new Lease(new LeaseId(response.getID()), Duration.ofSeconds(response.getTTL()));
        asked = wanted;
        keptAt = sent;
        return new Answer.Given<>(current);
    }
}
