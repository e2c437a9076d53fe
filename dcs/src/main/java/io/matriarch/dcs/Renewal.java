package io.matriarch.dcs;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Deadline;
import io.matriarch.core.port.WriteOutcome;
import io.matriarch.core.view.LeaseId;
import java.util.concurrent.CompletableFuture;

/// Keeps the lease alive *and* proves by a guarded put that this term still holds the leader key. Both at once, and both must succeed.
///
/// The keepalive alone proves nothing: it is no raft entry, and a deposed etcd leader may answer it (etcd#15247). The put alone does
/// not lengthen the lease. The put is also the heartbeat that others see.
///
/// Unlike every other write about the lock, it may go to a second endpoint while the first is silent: it says again what is so, in the
/// same term, and after the term its guard fails, however late it arrives. The caller counts its permit from before the first send.
///
/// There its guard fails when the first was carried out after all: then it finds its own `heartbeat`, which no other renewal has, for it says when
/// it was sent.
record Renewal(Connection connection, LeaseId lease, TxnRequest guarded, ByteString heartbeat) {
    CompletableFuture<WriteOutcome> send(Deadline deadline) {
        var keepAlive = connection.etcd().keepAlive(lease);
        var put = connection.etcd().txn(guarded);
        var sent = System.nanoTime();
        return connection.endpoints().<WriteOutcome>hedged(Endpoints.Care.ALL, deadline, (endpoint, end) ->
                keepAlive.apply(endpoint, end).thenCombine(put.apply(endpoint, end), (kept, done) -> judged(kept, done, sent))).thenApply(Renewal::outcome);
    }

    /// Refused when either is certainly not so; done when both are; else this endpoint gave no answer.
    private Answer<WriteOutcome> judged(Answer<LeaseKeepAliveResponse> kept, Answer<TxnResponse> put, long sent) {
        var gone = kept instanceof Answer.LeaseGone<?> || put instanceof Answer.LeaseGone<?>;
        if (gone) connection.lease().gone(lease);
        else if (kept instanceof Answer.Given<?>) connection.lease().kept(lease, sent);
        if (put instanceof Answer.Given(var response) && doneAt(response) == 0)
            return new Answer.Given<>(new WriteOutcome.Refused(Outcomes.guardFailed(response)));
        if (gone) return new Answer.Given<>(new WriteOutcome.Refused("the lease is gone"));
        if (kept instanceof Answer.Given<?> && put instanceof Answer.Given(var response))
            return new Answer.Given<>(new WriteOutcome.Done(doneAt(response)));
        return new Answer.NoAnswer<>("keepalive: " + kept.why() + "; put: " + put.why());
    }

    /// The revision at which the puts were carried out, by this answer or an earlier one; 0 when they were not, or the lock is gone since.
    private long doneAt(TxnResponse response) {
        if (response.getSucceeded()) return response.getHeader().getRevision();
        var leader = found(response, 0);
        var beat = found(response, 1);
        return beat.getValue().equals(heartbeat) && leader.getModRevision() == beat.getModRevision() ? beat.getModRevision() : 0;
    }

    private static KeyValue found(TxnResponse response, int index) {
        var read = response.getResponses(index).getResponseRange();
        return read.getKvsCount() == 0 ? KeyValue.getDefaultInstance() : read.getKvs(0);
    }

    private static WriteOutcome outcome(Answer<WriteOutcome> answer) {
        return answer instanceof Answer.Given(var outcome) ? outcome : new WriteOutcome.Unknown(answer.why());
    }
}
