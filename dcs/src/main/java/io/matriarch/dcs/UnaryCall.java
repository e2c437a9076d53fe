package io.matriarch.dcs;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;

/// One request, one response, one [Answer] by the deadline. Serves etcd's keepalive too: a stream that is closed after its first response.
final class UnaryCall<R> extends ClientCall.Listener<R> {
    private final CompletableFuture<Answer<R>> answer = new CompletableFuture<>();
    private final Sending sending = new Sending();

    private UnaryCall() {}

    static <Q, R> CompletableFuture<Answer<R>> send(Channel channel, MethodDescriptor<Q, R> method, Deadline deadline, Q request) {
        var unary = new UnaryCall<R>();
        var call = channel.newCall(method, CallOptions.DEFAULT.withDeadline(deadline).withStreamTracerFactory(unary.sending));
        call.start(unary, new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return unary.answer;
    }

    @Override
    public void onMessage(R message) {
        answer.complete(new Answer.Given<>(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (status.isOk()) answer.complete(new Answer.NoAnswer<>("ended without a response"));
        else answer.complete(Answer.failed(status, sending.begun));
    }

    /// Whether anything may have left: gRPC creates the stream on a live connection before it writes the first byte.
    private static final class Sending extends ClientStreamTracer.Factory {
        private volatile boolean begun;

        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new ClientStreamTracer() {
                @Override
                public void streamCreated(Attributes transport, Metadata sent) {
                    begun = true;
                }
            };
        }
    }
}
