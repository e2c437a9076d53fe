package io.matriarch.rest;

import io.matriarch.core.view.Document;
import io.matriarch.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which path and method goes where. As in Patroni the first segment of a path decides (`GET /patroni/x` is `GET /patroni`).
/// Better than Patroni in one thing: HEAD and OPTIONS of a path that GET knows give GET's status there, not 503.
/// Above the usual size: the whole table of routes and the one way that every request takes are to be read in one place.
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    /// Before the first tick there is nothing to show, and nobody to ask.
    private static final Reply NOT_YET = Reply.json(503, Map.of("state", "unknown", "role", "uninitialized"));

    private static final Duration LINGER = Duration.ofMillis(200);

    /// Whether a request must have a body.
    private enum Body {
        NONE, OPTIONAL, MANDATORY
    }

    /// From where a request may come: a member that claims to lead is heard from more places than an operator is.
    private interface Whence {
        Future<Boolean> holds(String client);
    }

    private final Vertx vertx;
    private final RestConfig config;
    private final RestPorts ports;
    private final Connections connections;
    private final Guard guard;
    private final Allowlist allowlist;
    private final List<Map.Entry<CharSequence, CharSequence>> headers;
    private final HealthHandler health;
    private final Router router;

    Routes(Vertx vertx, RestConfig config, RestPorts ports, Connections connections) {
        this.vertx = vertx;
        this.config = config;
        this.ports = ports;
        this.connections = connections;
        this.guard = new Guard(config);
        this.allowlist = new Allowlist(vertx, config.allowed(), ports.operator());
        this.headers = config.headers().entrySet().stream().map(h -> Map.entry(HttpHeaders.createOptimized(h.getKey()), HttpHeaders.createOptimized(h.getValue()))).toList();
        this.health = new HealthHandler(ports, config.version());
        this.router = Router.router(vertx);
        reads();
        writes();
        leftovers();
    }

    void handle(HttpServerRequest request) {
        var check = Sending.safe(request.method()) ? HealthCheck.of(request.path()) : HealthCheck.UNKNOWN;
        connections.stirred(request.connection());
        if (!Sending.bodiless(request.method())) headers.forEach(header -> request.response().putHeader(header.getKey(), header.getValue()));
        try {
            if (!escaped(request.uri())) Sending.send(request, Reply.error(400, "Bad request: a % without two hexadecimal digits behind it"));
            else if (!ports.operator().ready()) Sending.send(request, NOT_YET);
            else if (check == HealthCheck.UNKNOWN) router.handle(request);
            else health.answer(check, request);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            Sending.send(request, Reply.error(500, "Internal error"));
        }
    }

    /// What is decoded later must be decodable: Vert.x throws.
    private static boolean escaped(String uri) {
        for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1))
            if (at + 2 >= uri.length() || Character.digit(uri.charAt(at + 1), 16) < 0 || Character.digit(uri.charAt(at + 2), 16) < 0) return false;
        return true;
    }

    private void reads() {
        var fresh = new FreshFacts(vertx, ports.operator());
        router.route(HttpMethod.GET, "/patroni/*").handler(rc -> fresh.then(rc.request(), () -> Sending.send(rc.request(), patroni(standing()))));
        show("patroni", this::patroni);
        show("cluster", s -> Reply.json(200, PatroniJson.cluster(s)));
        show("history", s -> Reply.json(200, PatroniJson.history(s.cluster().history())));
        show("config", ConfigResource::get);
        show("failsafe", FailsafeResource::get);
        show("metrics", new MetricsResource(config.version(), ports.decisions(), ports.timings())::get);
        read("decisions", rc -> Sending.send(rc.request(), decisions(rc)));
        read("whatif", this::whatIf);
    }

    private Reply decisions(RoutingContext rc) {
        return DecisionsResource.get(standing().snapshot().world().me().value(), ports.decisions(), ports.clock().wallTime(), asked(rc, "since"), asked(rc, "rule"),
                asked(rc, "stance"), asked(rc, "limit"));
    }

    private void whatIf(RoutingContext rc) {
        answer(rc, vertx.getOrCreateContext(), (_, reply) -> new WhatIfResource(ports).get(asked(rc, "dead"), reply), Document.EMPTY);
    }

    private static String asked(RoutingContext rc, String parameter) {
        return rc.request().params().contains(parameter) ? rc.request().getParam(parameter) : "";
    }

    private Reply patroni(Standing s) {
        return Reply.json(200, PatroniJson.status(s, config.version()));
    }

    private void writes() {
        var dynamic = new ConfigResource(ports);
        var handover = new HandoverResource(vertx, ports);
        var restart = new RestartResource(ports);
        write(HttpMethod.PATCH, "config", Body.MANDATORY, dynamic::patch);
        write(HttpMethod.PUT, "config", Body.MANDATORY, dynamic::put);
        write(HttpMethod.POST, "switchover", Body.MANDATORY, handover::switchover);
        write(HttpMethod.POST, "failover", Body.MANDATORY, handover::failover);
        write(HttpMethod.DELETE, "switchover", Body.NONE, (_, reply) -> handover.delete(reply));
        write(HttpMethod.POST, "restart", Body.OPTIONAL, restart::post);
        write(HttpMethod.DELETE, "restart", Body.NONE, (_, reply) -> reply.accept(restart.delete()));
        write(HttpMethod.POST, "reload", Body.NONE, (_, reply) -> {
            vertx.executeBlocking(this::reloaded, true);
            reply.accept(Reply.text(202, "reload scheduled"));
        });
        write(HttpMethod.POST, "reinitialize", Body.OPTIONAL, new ReinitializeResource(ports)::post);
        write(HttpMethod.POST, "failsafe", Body.MANDATORY, new FailsafeResource(ports)::post, allowlist::hears);
    }

    /// On a worker: a disk that hangs under the configuration holds up no answer.
    private boolean reloaded() {
        ports.reload().run();
        return true;
    }

    private void leftovers() {
        router.route().handler(rc -> {
            if (Sending.safe(rc.request().method())) health.answer(HealthCheck.UNKNOWN, rc.request());
            else Sending.send(rc.request(), Reply.error(501, "Server does not support this operation"));
        });
        router.route().failureHandler(this::failed);
    }

    private void failed(RoutingContext rc) {
        switch (rc.statusCode()) {
            case 413 -> last(rc, Reply.error(413, "The body may have %d bytes".formatted(config.limits().bodyBytes())));
            case 400 -> last(rc, Reply.error(400, "Bad request"));
            default -> {
                if (!gone(rc)) LOG.error("{} {} failed", rc.request().method(), rc.request().path(), rc.failure());
                last(rc, Reply.error(500, "Internal error"));
            }
        }
    }

    /// Who hangs up while sending is no bug of ours.
    private static boolean gone(RoutingContext rc) {
        return rc.response().closed() || rc.failure() instanceof IOException;
    }

    private void show(String segment, Function<Standing, Reply> shape) {
        read(segment, rc -> Sending.send(rc.request(), shape.apply(standing())));
    }

    private void read(String segment, Handler<RoutingContext> answer) {
        for (var method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS}) router.route(method, "/" + segment + "/*").handler(answer);
    }

    private void write(HttpMethod method, String segment, Body body, Resource resource) {
        write(method, segment, body, resource, allowlist::admits);
    }

    /// Whence belongs to the route, never to the path as it was sent: `/failsafe/../restart` is `/restart`.
    private void write(HttpMethod method, String segment, Body body, Resource resource, Whence whence) {
        var path = "/" + segment + "/*";
        router.route(method, path).handler(rc -> guarded(rc, body, whence));
        router.route(method, path)
                .handler(BodyHandler.create(false).setBodyLimit(config.limits().bodyBytes()))
                .handler(rc -> parsed(rc, body, resource));
    }

    /// Before a byte of the body is read.
    private void guarded(RoutingContext rc, Body body, Whence whence) {
        var listed = whence.holds(rc.request().remoteAddress().hostAddress());
        if (listed.succeeded()) admitted(rc, body, listed.result());
        else {
            rc.request().pause();
            listed.otherwise(false).onSuccess(in -> {
                admitted(rc, body, in);
                rc.request().resume();
            });
        }
    }

    /// A body that drips in too slowly ends with its connection.
    private void admitted(RoutingContext rc, Body body, boolean listed) {
        var request = rc.request();
        var access = listed ? guard.check(request) : Reply.text(403, "Access is denied");
        if (!access.ok()) last(rc, access);
        else if (body == Body.MANDATORY && request.getHeader("Content-Length") == null) last(rc, Reply.error(411, "Content-Length is needed"));
        else {
            var deadline = vertx.setTimer(config.limits().body().toMillis(), _ -> request.connection().close());
            rc.put("deadline", deadline);
            rc.next();
        }
    }

    /// The rest of what the client sends is not read: this is the connection's last answer. It stays open for a moment, because
    /// closing it under a client that still sends would reset it before the answer is read.
    private void last(RoutingContext rc, Reply reply) {
        if (!rc.response().headWritten()) rc.response().putHeader("Connection", "close");
        Sending.send(rc.request(), reply);
        vertx.setTimer(LINGER.toMillis(), _ -> rc.request().connection().close());
    }

    private void parsed(RoutingContext rc, Body body, Resource resource) {
        vertx.cancelTimer(rc.<Long>get("deadline"));
        var loop = vertx.getOrCreateContext();
        var text = rc.body().length() > 0 ? rc.body().buffer() : Buffer.buffer();
        if (body == Body.NONE || body == Body.OPTIONAL && text.length() == 0) answer(rc, loop, resource, Document.EMPTY);
        else switch (Json.read(text.getBytes())) {
            case Json.Reading.Broken(var reason) -> Sending.send(rc.request(), Reply.error(400, "Bad request: " + reason));
            case Json.Reading.Tree(Map<?, ?> fields) when body == Body.MANDATORY && fields.isEmpty() ->
                Sending.send(rc.request(), Reply.error(400, "Bad request: the object is empty"));
            case Json.Reading.Tree(Map<?, ?> fields) -> answer(rc, loop, resource, Json.document(fields));
            case Json.Reading.Tree _, Json.Reading.Nothing _ -> Sending.send(rc.request(), Reply.error(400, "Bad request: not a JSON object"));
        }
    }

    private void answer(RoutingContext rc, Context loop, Resource resource, Document document) {
        connections.working(rc.request().connection());
        resource.answer(document, reply -> loop.runOnContext(_ -> {
            connections.stirred(rc.request().connection());
            Sending.send(rc.request(), reply);
        }));
    }

    private Standing standing() {
        return new Standing(ports.operator().snapshot(), ports.clock().now());
    }
}
