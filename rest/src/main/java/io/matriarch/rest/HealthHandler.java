package io.matriarch.rest;

import io.vertx.core.http.HttpServerRequest;

/// Answers health checks without the router: load balancers ask each node several times a second, and each answer is computed anew.
final class HealthHandler {
    private final RestPorts ports;
    private final String version;

    HealthHandler(RestPorts ports, String version) {
        this.ports = ports;
        this.version = version;
    }

    void answer(HealthCheck check, HttpServerRequest request) {
        var snapshot = ports.operator().snapshot();
        var now = ports.clock().now();
        var query = request.query() == null ? HealthQuery.NONE : HealthQuery.of(request.params());
        var status = Health.status(check, query, snapshot, now);
        if (check.bodiless() || Sending.bodiless(request.method())) Sending.status(request, status);
        else Sending.send(request, Reply.json(status, PatroniJson.status(new Standing(snapshot, now), version)));
    }
}
