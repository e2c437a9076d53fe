package io.matriarch.dcs;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.MethodDescriptor;
import io.matriarch.core.view.LeaseId;
import java.time.Duration;
import java.util.function.Function;

/// The five calls that are made, as something that can be sent to an endpoint. An answer of another cluster is no answer.
final class Etcd {
    private final Endpoints endpoints;

    Etcd(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /// Linearizable: etcd asks a majority before it answers.
    Endpoints.Send<RangeResponse> range(RangeRequest request) {
        return send(KVGrpc.getRangeMethod(), request, RangeResponse::getHeader);
    }

    Endpoints.Send<TxnResponse> txn(TxnRequest request) {
        return send(KVGrpc.getTxnMethod(), request, TxnResponse::getHeader);
    }

    /// A second lease granted by a repetition harms nobody: nothing hangs on it and it expires.
    Endpoints.Send<LeaseGrantResponse> grant(Duration ttl) {
        var request = LeaseGrantRequest.newBuilder().setTTL(ttl.toSeconds()).build();
        return send(LeaseGrpc.getLeaseGrantMethod(), request, LeaseGrantResponse::getHeader);
    }

    /// Once. A lease that is gone is answered with ttl 0 by etcd.
    Endpoints.Send<LeaseKeepAliveResponse> keepAlive(LeaseId lease) {
        var request = LeaseKeepAliveRequest.newBuilder().setID(lease.id()).build();
        Endpoints.Send<LeaseKeepAliveResponse> send = send(LeaseGrpc.getLeaseKeepAliveMethod(), request, LeaseKeepAliveResponse::getHeader);
        return (endpoint, deadline) -> send.apply(endpoint, deadline).thenApply(answer ->
                answer instanceof Answer.Given(var given) && given.getTTL() <= 0 ? new Answer.LeaseGone<>() : answer);
    }

    private <Q, R> Endpoints.Send<R> send(MethodDescriptor<Q, R> method, Q request, Function<R, ResponseHeader> header) {
        return (endpoint, deadline) -> endpoint.call(method, request, deadline).thenApply(answer ->
                answer instanceof Answer.Given(var given) && !endpoints.ours(endpoint, header.apply(given))
                        ? new Answer.NoAnswer<>(endpoint + " belongs to another etcd cluster") : answer);
    }
}
