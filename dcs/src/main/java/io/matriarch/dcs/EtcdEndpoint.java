package io.matriarch.dcs;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import io.matriarch.core.view.Endpoint;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One etcd endpoint: its connection, its token, and how it did lately. Used on the adapter's one thread only.
///
/// Every call has a deadline that gRPC itself enforces, so a frozen etcd costs exactly that long.
/// Longer than most files here: connection, token and record of one endpoint are one thing.
final class EtcdEndpoint implements AutoCloseable {
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> HAS_LEADER = Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);
    private static final String NO_TOKEN = "";
    private static final Logger LOG = LoggerFactory.getLogger(EtcdEndpoint.class);

    private final Endpoint at;
    private final EtcdConfig.Credentials credentials;
    private final ManagedChannel channel;
    private final Transports transports;
    private final CircuitBreaker breaker;
    private String token = NO_TOKEN;
    private long answeredAt = Long.MIN_VALUE;
    private boolean suspect;

    EtcdEndpoint(Endpoint at, EtcdConfig.Credentials credentials, ManagedChannel channel, Transports transports, CircuitBreaker breaker) {
        this.at = at;
        this.credentials = credentials;
        this.channel = channel;
        this.transports = transports;
        this.breaker = breaker;
    }

    /// One call with one response. A refused token is renewed and the call repeated once: etcd checks it before anything else.
    <Q, R> CompletableFuture<Answer<R>> call(MethodDescriptor<Q, R> method, Q request, Deadline deadline) {
        return authenticated(method, request, deadline).thenCompose(answer -> {
            if (!(answer instanceof Answer.TokenRefused<R>)) return CompletableFuture.completedFuture(answer);
            token = NO_TOKEN;
            return authenticated(method, request, deadline);
        });
    }

    private <Q, R> CompletableFuture<Answer<R>> authenticated(MethodDescriptor<Q, R> method, Q request, Deadline deadline) {
        return token(deadline).thenCompose(answer -> answer instanceof Answer.Given<String>
                ? UnaryCall.send(channel(), method, deadline, request)
                : CompletableFuture.completedFuture(notAuthenticated(answer)));
    }

    /// The token that calls carry from now on; empty when none is needed.
    CompletableFuture<Answer<String>> token(Deadline deadline) {
        if (!token.equals(NO_TOKEN) || !(credentials instanceof EtcdConfig.Credentials.Password(var user, var password)))
            return CompletableFuture.completedFuture(new Answer.Given<>(token));
        var request = AuthenticateRequest.newBuilder().setName(user).setPassword(password).build();
        return UnaryCall.send(channel(), AuthGrpc.getAuthenticateMethod(), deadline, request).thenApply(answer -> {
            if (!(answer instanceof Answer.Given(var given))) return answer.failure();
            token = given.getToken();
            return new Answer.Given<>(token);
        });
    }

    void forgetToken() {
        token = NO_TOKEN;
    }

    /// Without a token the call itself was never sent, whatever became of the authentication.
    private static <R> Answer<R> notAuthenticated(Answer<String> answer) {
        return answer instanceof Answer.Rejected<String>(var reason) ? new Answer.Rejected<>(reason)
                : new Answer.NotSent<>("authentication: " + answer.why());
    }

    /// The connection, with the headers of now. `hasleader` makes a member that lost its quorum say so at once.
    Channel channel() {
        // gRPC waits up to two minutes between attempts to connect; we decide ourselves when to try, and this is a try
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) channel.resetConnectBackoff();
        var headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        if (!token.equals(NO_TOKEN)) headers.put(TOKEN, token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// Begins to connect when there is no connection; waits for nothing.
    void connect() {
        var _ = channel.getState(true);
    }

    /// Whether the connection that there is now was there at `instant` already ([System#nanoTime]).
    boolean connectedSince(long instant) {
        return transports.since(instant);
    }

    /// `permitted` when the breaker was asked for this call.
    void answered(boolean permitted) {
        answeredAt = System.nanoTime();
        suspect = false;
        if (permitted) breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        else if (breaker.getState() == CircuitBreaker.State.OPEN) breaker.transitionToHalfOpenState();
    }

    void failed(boolean permitted, String reason) {
        if (!suspect) LOG.warn("etcd endpoint {} failed: {}", this, reason);
        suspect = true;
        if (permitted) breaker.onError(0, TimeUnit.NANOSECONDS, new IOException(reason));
    }

    /// Lower is better: who answered last comes first, who failed since comes after everybody who did not.
    int compareTrust(EtcdEndpoint other) {
        return suspect != other.suspect ? Boolean.compare(suspect, other.suspect) : Long.compare(other.answeredAt, answeredAt);
    }

    /// Asks the breaker for one call, which must be reported by [#answered] or [#failed].
    boolean permits() {
        return breaker.tryAcquirePermission();
    }

    /// Whether the breaker would refuse a call now. Asking is what lets an open breaker become half-open when its time has come.
    boolean resting() {
        if (!breaker.tryAcquirePermission()) return true;
        breaker.releasePermission();
        return false;
    }

    @Override
    public String toString() {
        return at.toString();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
