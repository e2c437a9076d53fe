package io.matriarch.dcs;

import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.Deadline;
import java.util.concurrent.CompletableFuture;

/// Reads all keys of the cluster, but has only those sent that were modified since the last read, and how many there are ([Changes]): of what is not
/// sent the same linearizable answer proves that it is as it was, so nothing in it is older than its revision. What cannot be told from that is read
/// whole: a deleted key, a revision that went back, and whatever an etcd says to which this agent was not connected before ([Continuity]), whichever of two looks
/// at once found that out.
///
/// Used on the adapter's one thread only.
final class PrefixRead {
    private static final RangeResponse NOTHING = RangeResponse.getDefaultInstance();
    private final Connection connection;
    private final Keyspace keys;
    private RangeResponse last = NOTHING;

    PrefixRead(Connection connection, Keyspace keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /// All keys as they were at one revision, and who answered.
    record Look(RangeResponse keys, EtcdEndpoint by) {}

    CompletableFuture<Answer<Look>> send(Deadline deadline) {
        var before = last;
        var look = connection.continuity().number();
        return ask(before, deadline).thenCompose(answer -> {
            if (!(answer instanceof Answer.Given(Look(var changes, var by)))) return CompletableFuture.completedFuture(answer);
            if (before.equals(NOTHING)) return kept(changes, by);
            if (connection.continuity().unbroken(by, look) && Changes.tellAll(before, changes)) return kept(Changes.applied(before, changes), by);
            last = NOTHING;
            return send(deadline);
        });
    }

    private CompletableFuture<Answer<Look>> kept(RangeResponse all, EtcdEndpoint by) {
        last = all;
        return CompletableFuture.completedFuture(new Answer.Given<>(new Look(all, by)));
    }

    private CompletableFuture<Answer<Look>> ask(RangeResponse before, Deadline deadline) {
        var request = RangeRequest.newBuilder().setKey(keys.first()).setRangeEnd(keys.end()).setMinModRevision(Changes.after(before)).build();
        Endpoints.Send<Look> send = (endpoint, until) -> connection.etcd().range(request).apply(endpoint, until).thenApply(answer ->
                answer instanceof Answer.Given(var response) ? new Answer.Given<>(new Look(response, endpoint)) : answer.failure());
        return connection.repeated(deadline, send);
    }
}
