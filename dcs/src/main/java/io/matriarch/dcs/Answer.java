package io.matriarch.dcs;

import io.grpc.Status;
import java.util.regex.Pattern;

/// How one call to one etcd endpoint ended. What is not understood is [NoAnswer]: the call may have been carried out.
sealed interface Answer<R> {
    record Given<R>(R value) implements Answer<R> {}

    /// The lease that the call named does not exist (any more). Certainly not carried out.
    record LeaseGone<R>() implements Answer<R> {}

    /// etcd refused the call before doing anything.
    record Rejected<R>(String reason) implements Answer<R> {}

    /// The user's token is not, or no longer, accepted. Certainly not carried out.
    record TokenRefused<R>(String reason) implements Answer<R> {}

    /// No connection: not a byte of the call was sent.
    record NotSent<R>(String reason) implements Answer<R> {}

    record NoAnswer<R>(String reason) implements Answer<R> {}

    /// Messages of etcd's rpctypes/error.go, 3.4 to 3.6; `revision in header` is jetcd#1344's.
    Pattern STALE_TOKEN = Pattern.compile("invalid auth token|revision of auth store is old|revision in header is old|user name is empty");

    /// Reads a gRPC status. `sent` is false only when it is certain that nothing left this machine.
    static <R> Answer<R> failed(Status status, boolean sent) {
        var text = String.valueOf(status.getDescription());
        var reason = status.getCode() + ": " + text;
        if (!sent) return new NotSent<>(reason + cause(status));
        if (STALE_TOKEN.matcher(text).find()) return new TokenRefused<>(reason);
        // Only what etcd itself says before it proposes anything. Others (UNAVAILABLE "request timed out", UNKNOWN, DEADLINE_EXCEEDED;
        // RESOURCE_EXHAUSTED by this client, for an answer that is too long) say nothing about what happened.
        if (!text.startsWith("etcdserver:")) return new NoAnswer<>(reason);
        return switch (status.getCode()) {
            case NOT_FOUND -> text.contains("lease not found") ? new LeaseGone<>() : new NoAnswer<>(reason);
            case INVALID_ARGUMENT, PERMISSION_DENIED, RESOURCE_EXHAUSTED -> new Rejected<>(reason);
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED,
                    INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED -> new NoAnswer<>(reason);
        };
    }

    /// Whether another endpoint may know better.
    default boolean elsewhere() {
        return switch (this) {
            case Given<R> _, LeaseGone<R> _, Rejected<R> _ -> false;
            case TokenRefused<R> _, NotSent<R> _, NoAnswer<R> _ -> true;
        };
    }

    /// Why there is no value, for people.
    default String why() {
        return switch (this) {
            case Given<R> _ -> "answered";
            case LeaseGone<R> _ -> "the lease is gone";
            case Rejected<R>(var reason) -> reason;
            case TokenRefused<R>(var reason) -> reason;
            case NotSent<R>(var reason) -> "not sent: " + reason;
            case NoAnswer<R>(var reason) -> reason;
        };
    }

    /// The same failure for a call with another kind of value. Never asked of a [Given].
    default <S> Answer<S> failure() {
        return switch (this) {
            case Given<R> _ -> throw new IllegalStateException("not a failure");
            case LeaseGone<R> _ -> new LeaseGone<>();
            case Rejected<R>(var reason) -> new Rejected<>(reason);
            case TokenRefused<R>(var reason) -> new TokenRefused<>(reason);
            case NotSent<R>(var reason) -> new NotSent<>(reason);
            case NoAnswer<R>(var reason) -> new NoAnswer<>(reason);
        };
    }

    private static String cause(Status status) {
        return status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
    }
}
