package io.matriarch.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/// Puts a [Reply] on the wire. HEAD and OPTIONS get the status line and no body: all that HAProxy looks at.
final class Sending {
    private static final CharSequence NOTHING = HttpHeaders.createOptimized("0");

    private Sending() {}

    /// On the request's event loop. An answer after the connection ended goes nowhere.
    static void send(HttpServerRequest request, Reply reply) {
        var response = request.response();
        if (response.ended() || response.closed()) return;
        response.setStatusCode(reply.status());
        if (bodiless(request.method())) {
            bare(request);
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, reply.type());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    static void status(HttpServerRequest request, int status) {
        request.response().setStatusCode(status);
        bare(request);
    }

    private static void bare(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.HEAD)) request.response().putHeader(HttpHeaders.CONTENT_LENGTH, NOTHING);
        request.response().end();
    }

    static boolean bodiless(HttpMethod method) {
        return method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
    }

    static boolean safe(HttpMethod method) {
        return method.equals(HttpMethod.GET) || bodiless(method);
    }
}
