package io.matriarch.rest;

import io.matriarch.rest.RestConfig.Access;
import io.matriarch.rest.RestConfig.Clients;
import io.matriarch.rest.RestConfig.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server: starts, stops. All requests are served by one event loop thread; none of them blocks it.
public final class RestServer {
    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final RestConfig config;
    private final HttpServer server;
    private final Connections connections;

    public RestServer(Vertx vertx, RestConfig config, RestPorts ports) {
        this.config = config;
        this.server = vertx.createHttpServer(options(config));
        this.connections = new Connections(vertx, config.limits().idle());
        server.connectionHandler(connections::opened);
        server.requestHandler(new Routes(vertx, config, ports, connections)::handle);
        server.invalidRequestHandler(request -> request.response().setStatusCode(400).putHeader("Connection", "close").end());
    }

    /// A small Vert.x for this server and [PeersHttp]: one event loop, two workers, nothing on disk.
    public static Vertx eventLoop() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /// Binds and listens. Blocks for at most ten seconds; not for event loop threads.
    public StartOutcome start() {
        var outcome = bounded(server.listen(config.port(), config.bindAddress()).map(bound -> (StartOutcome) new StartOutcome.Listening(bound.actualPort()))
                .otherwise(e -> new StartOutcome.Refused(reason(e))), new StartOutcome.Refused(reason(new TimeoutException("no answer"))));
        if (outcome instanceof StartOutcome.Listening && config.access() instanceof Access.Open && !config.loopback())
            LOG.warn("restapi.listen: {} is open to the network and restapi.authentication is not set: anybody who reaches it may restart, switch over and"
                    + " reconfigure; set restapi.authentication or listen on 127.0.0.1", config.host());
        return outcome;
    }

    /// Closes the port and every connection. Blocks for at most ten seconds.
    public void stop() {
        connections.watchNoMore();
        bounded(server.close().otherwiseEmpty(), null);
    }

    private String reason(Throwable cause) {
        return "restapi.listen: cannot listen on %s:%d: %s".formatted(config.host(), config.port(), cause.getMessage());
    }

    private static <T> T bounded(Future<T> future, T otherwise) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException | TimeoutException e) {
            return otherwise;
        }
    }

    private static HttpServerOptions options(RestConfig config) {
        var options = new HttpServerOptions().setMaxHeaderSize(16 * 1024).setMaxInitialLineLength(4096).setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false).setUseAlpn(false).setTcpNoDelay(true).setReuseAddress(true);
        return switch (config.tls()) {
            case Tls.Off() -> options;
            case Tls.Files(var certificate, var key, var clients) -> clients(options, clients).setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString()));
        };
    }

    private static HttpServerOptions clients(HttpServerOptions options, Clients clients) {
        return switch (clients) {
            case Clients.Unchecked() -> options;
            case Clients.Optional(var ca) -> options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
            case Clients.Required(var ca) -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
        };
    }
}
