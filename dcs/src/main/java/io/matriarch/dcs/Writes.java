package io.matriarch.dcs;

import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Deadline;
import io.matriarch.core.port.DcsWrite;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.ClusterView;
import io.matriarch.core.view.Document;
import io.matriarch.core.view.Initialize;
import io.matriarch.core.view.Lease;
import io.matriarch.core.view.LeaseId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/// Carries out writes: which may be repeated, which need a lease, and what their answers mean. Used on the adapter's one thread only.
///
/// The manner of each: a write about the lock is sent once (the renewal: to the next endpoint as well, see [Renewal]) and sees no
/// breaker; what the leader puts and what a member says of itself may be repeated; every other write is sent once, for its repetition
/// would be refused although the first was carried out, or would undo what somebody did in between.
final class Writes {
    private final Connection connection;
    private final Keyspace keys;
    private final Transactions transactions;
    private final MemberKey member = new MemberKey();
    private Duration lastHeartbeat = Duration.ZERO;

    Writes(Connection connection, Keyspace keys) {
        this.connection = connection;
        this.keys = keys;
        this.transactions = new Transactions(keys);
    }

    /// Takes notice of what a read found: of the own member key, and with which ttl the last heartbeat was sent.
    void seen(ClusterView cluster) {
        member.seen(cluster);
        lastHeartbeat = cluster.heartbeat().ttl();
    }

    CompletableFuture<WriteOutcome> carryOut(DcsWrite write, Deadline deadline) {
        return switch (write) {
            case DcsWrite.Acquire w -> onFresh(w.ttl(), deadline, lease -> taking(w.connection(), transactions.acquire(w, lease), deadline)).thenApply(Outcomes::of);
            case DcsWrite.Reclaim w -> onFresh(w.ttl(), deadline, lease -> taking(w.connection(), transactions.reclaim(w, lease, lastHeartbeat), deadline))
                    .thenApply(Outcomes::of);
            case DcsWrite.Seize w -> onFresh(w.ttl(), deadline, lease -> taking(w.connection(), transactions.seize(w, lease, lastHeartbeat), deadline)).thenApply(Outcomes::of);
            case DcsWrite.Renew w -> renew(w, ttlOf(w.mine().lease()), deadline);
            case DcsWrite.Disown w -> lock(transactions.disown(w), deadline).thenApply(Outcomes::of);
            case DcsWrite.LetGo w -> lock(transactions.letGo(w), deadline).thenApply(Outcomes::of);
            case DcsWrite.HandOver w when w.lease().equals(LeaseId.NONE) ->
                    CompletableFuture.completedFuture(new WriteOutcome.Refused(w.successor() + " has no lease"));
            case DcsWrite.HandOver w -> lock(transactions.handOver(w), deadline).thenApply(Outcomes::of);
            case DcsWrite.PutMember w -> putMember(w, deadline);
            case DcsWrite.PutHistory w -> repeated(transactions.putHistory(w), deadline);
            case DcsWrite.PutSync w -> once(transactions.putSync(w), deadline);
            case DcsWrite.PutFailsafe w -> once(transactions.putFailsafe(w), deadline);
            case DcsWrite.ClaimTimeline w -> once(transactions.claimTimeline(w), deadline);
            case DcsWrite.RetireClaim w -> once(transactions.retireClaim(w), deadline);
            case DcsWrite.StartInitialize w -> once(transactions.startInitialize(w), deadline);
            case DcsWrite.FinishInitialize w -> finishInitialize(w, deadline);
            case DcsWrite.CancelInitialize w -> once(transactions.cancelInitialize(w), deadline);
            case DcsWrite.PutConfig w -> once(transactions.putConfig(w), deadline);
            case DcsWrite.ReplaceConfig w -> once(transactions.replaceConfig(w), deadline);
            case DcsWrite.PutRequest w -> once(transactions.putRequest(w), deadline);
            case DcsWrite.ClearRequest w -> once(transactions.clearRequest(w), deadline);
        };
    }

    /// With what is new about the member, if it is known on that lease: on another it is not this agent's any more.
    private CompletableFuture<WriteOutcome> renew(DcsWrite.Renew write, Duration ttl, Deadline deadline) {
        var lease = write.mine().lease();
        if (write.says().equals(Document.EMPTY) || !lease.equals(connection.lease().current().id()) || member.is(write.me(), write.says(), lease))
            return renewal(write, transactions.renew(write, ttl), ttl).send(deadline);
        member.forget();
        return renewal(write, transactions.renewSaying(write, ttl), ttl).send(deadline).thenApply(outcome -> {
            if (outcome instanceof WriteOutcome.Done(var revision)) member.wrote(write.me(), write.says(), lease, revision);
            return outcome;
        });
    }

    private Renewal renewal(DcsWrite.Renew write, TxnRequest request, Duration ttl) {
        return new Renewal(connection, write.mine().lease(), request, Transactions.heartbeat(write, ttl));
    }

    /// A lease that is not the present one was granted with what its last heartbeat says.
    private Duration ttlOf(LeaseId lease) {
        var current = connection.lease().current();
        return lease.equals(current.id()) ? current.ttl() : Transactions.longer(lastHeartbeat, current.ttl());
    }

    /// Only over a connection that was there before the look that it follows, or nothing is sent.
    private CompletableFuture<Answer<TxnResponse>> taking(long look, TxnRequest request, Deadline deadline) {
        var send = connection.etcd().txn(request);
        return connection.endpoints().once(Endpoints.Care.ALL, deadline, (endpoint, until) -> connection.continuity().reaches(endpoint, look)
                ? send.apply(endpoint, until) : CompletableFuture.completedFuture(new Answer.NotSent<>("connected anew since etcd was read")));
    }

    private CompletableFuture<Answer<TxnResponse>> lock(TxnRequest request, Deadline deadline) {
        return connection.endpoints().once(Endpoints.Care.ALL, deadline, connection.etcd().txn(request));
    }

    private CompletableFuture<WriteOutcome> once(TxnRequest request, Deadline deadline) {
        return connection.endpoints().once(Endpoints.Care.BREAKER, deadline, connection.etcd().txn(request)).thenApply(Outcomes::of);
    }

    private CompletableFuture<WriteOutcome> repeated(TxnRequest request, Deadline deadline) {
        return connection.repeated(deadline, connection.etcd().txn(request)).thenApply(Outcomes::of);
    }

    /// First the lease, whole again from now on, then the write: the caller counts its permit from before this call, so a lease that
    /// was half used up must not carry the key. A lease that vanishes in between was certainly not written on: once more with a new one.
    private <R> CompletableFuture<Answer<R>> onFresh(Duration ttl, Deadline deadline, Function<Lease, CompletableFuture<Answer<R>>> write) {
        return onLease(() -> connection.lease().fresh(ttl, deadline), write);
    }

    private <R> CompletableFuture<Answer<R>> onLease(Supplier<CompletableFuture<Answer<Lease>>> wanted, Function<Lease, CompletableFuture<Answer<R>>> write) {
        return tryOn(wanted, write).thenCompose(answer -> answer instanceof Answer.LeaseGone<R> ? tryOn(wanted, write) : CompletableFuture.completedFuture(answer));
    }

    private <R> CompletableFuture<Answer<R>> tryOn(Supplier<CompletableFuture<Answer<Lease>>> wanted, Function<Lease, CompletableFuture<Answer<R>>> write) {
        return wanted.get().thenCompose(found -> {
            if (!(found instanceof Answer.Given(var lease))) return CompletableFuture.completedFuture(found.failure());
            return write.apply(lease).thenApply(answer -> {
                if (answer instanceof Answer.LeaseGone<R>) connection.lease().gone(lease.id());
                return answer;
            });
        });
    }

    private CompletableFuture<WriteOutcome> putMember(DcsWrite.PutMember write, Deadline deadline) {
        return onLease(() -> connection.lease().recent(write.ttl(), deadline), lease -> {
            if (member.is(write.me(), write.data(), lease.id())) return CompletableFuture.completedFuture(new Answer.Given<>(member.written()));
            member.forget();
            return connection.repeated(deadline, connection.etcd().txn(transactions.putMember(write, lease)))
                    .thenApply(answer -> {
                        if (answer instanceof Answer.Given(var response)) member.wrote(write.me(), write.data(), lease.id(), response.getHeader().getRevision());
                        return answer;
                    });
        }).thenApply(Outcomes::of);
    }

    /// Reads the key first, for a guard can compare a value but not ask whether it is a system identifier.
    private CompletableFuture<WriteOutcome> finishInitialize(DcsWrite.FinishInitialize write, Deadline deadline) {
        var request = RangeRequest.newBuilder().setKey(keys.initialize()).build();
        return connection.repeated(deadline, connection.etcd().range(request)).thenCompose(answer -> {
            if (!(answer instanceof Answer.Given(var found)))
                return CompletableFuture.completedFuture(new WriteOutcome.Unknown(answer.why()));
            if (found.getKvsCount() == 0) return once(transactions.finishInitialize(write, 0), deadline);
            var key = found.getKvs(0);
            return ClusterReading.initialize(key) instanceof Initialize.Done(var id)
                    ? CompletableFuture.completedFuture(new WriteOutcome.Refused("initialize is already " + id))
                    : once(transactions.finishInitialize(write, key.getModRevision()), deadline);
        });
    }
}
