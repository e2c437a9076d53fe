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
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
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
    private final FileWatch certificates;
    private final Prepared prepared;

    /// What there is to listen with: the certificate is read before.
    private sealed interface Prepared {
        record Ready(HttpServerOptions options) implements Prepared {}

        record Unusable(StartOutcome.Refused why) implements Prepared {}
    }

    public RestServer(Vertx vertx, RestConfig config, RestPorts ports) {
        this.config = config;
        // Before they are read: what changes meanwhile is another state then.
        this.certificates = new FileWatch(vertx, files(config.tls()), this::renew);
        this.prepared = prepared(config.tls());
        this.server = vertx.createHttpServer(prepared instanceof Prepared.Ready(var options) ? options : plain());
        this.connections = new Connections(vertx, config.limits().idle());
        server.connectionHandler(connections::opened);
        server.requestHandler(new Routes(vertx, config, ports.reloading(this::reload), connections)::handle);
        server.invalidRequestHandler(request -> request.response().setStatusCode(400).putHeader("Connection", "close").end());
    }

    /// A small Vert.x for this server and [PeersHttp]: one event loop, two workers, nothing on disk.
    public static Vertx eventLoop() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /// Binds and listens. Blocks for at most ten seconds; not for event loop threads.
    public StartOutcome start() {
        return switch (prepared) {
            case Prepared.Unusable(var why) -> why;
            case Prepared.Ready _ -> listen();
        };
    }

    private StartOutcome listen() {
        var outcome = bounded(server.listen(config.port(), config.bindAddress()).map(bound -> (StartOutcome) new StartOutcome.Listening(bound.actualPort()))
                .otherwise(e -> new StartOutcome.Refused(reason(e))), new StartOutcome.Refused(reason(new TimeoutException("no answer"))));
        if (outcome instanceof StartOutcome.Listening && config.access() instanceof Access.Open && !config.loopback())
            LOG.warn("restapi.listen: {} is open to the network and restapi.authentication is not set: anybody who reaches it may restart, switch over and"
                    + " reconfigure; set restapi.authentication or listen on 127.0.0.1", config.host());
        if (outcome instanceof StartOutcome.Listening) certificates.begin();
        return outcome;
    }

    /// Uses the certificate as it is on disk now, if it is another: for new connections, and open ones stay. Returns at once. It does so by itself within seconds, too.
    public void reload() {
        looked();
    }

    Future<?> looked() {
        return certificates.look();
    }

    /// On a worker. A pair that is half replaced is left alone: the other half changes its file, too.
    private void renew() {
        if (!(config.tls() instanceof Tls.Files files)) return;
        try {
            var renewed = secured(new ServerSSLOptions(), files);
            server.updateSSLOptions(renewed, true).onSuccess(_ -> LOG.info("restapi.certfile: {} has changed and is used from now on", files.certificate()))
                    .onFailure(e -> LOG.warn("restapi.certfile: {} has changed and cannot be used, the former one stays: {}", files.certificate(), e.getMessage()));
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("restapi.certfile: {} or its key has changed and cannot be used yet, the former ones stay: {}", files.certificate(), e.getMessage());
        }
    }

    /// Closes the port and every connection. Blocks for at most ten seconds.
    public void stop() {
        connections.watchNoMore();
        certificates.end();
        bounded(server.close().map(true).otherwise(false), false);
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

    private static Prepared prepared(Tls tls) {
        return switch (tls) {
            case Tls.Off() -> new Prepared.Ready(plain());
            case Tls.Files files -> {
                try {
                    yield new Prepared.Ready(encrypted(secured(new ServerSSLOptions(), files)));
                } catch (IOException | GeneralSecurityException e) {
                    yield new Prepared.Unusable(new StartOutcome.Refused("restapi.certfile: %s cannot be used: %s".formatted(files.certificate(), e)));
                }
            }
        };
    }

    private static HttpServerOptions plain() {
        return new HttpServerOptions().setMaxHeaderSize(16 * 1024).setMaxInitialLineLength(4096).setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false).setUseAlpn(false).setTcpNoDelay(true).setReuseAddress(true)
                .setPerFrameWebSocketCompressionSupported(false).setPerMessageWebSocketCompressionSupported(false);
    }

    private static HttpServerOptions encrypted(ServerSSLOptions secured) {
        var options = plain().setSsl(true).setKeyCertOptions(secured.getKeyCertOptions()).setTrustOptions(secured.getTrustOptions()).setClientAuth(secured.getClientAuth());
        secured.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
        return options;
    }

    private static ServerSSLOptions secured(ServerSSLOptions options, Tls.Files files) throws IOException, GeneralSecurityException {
        var problem = Ciphers.problem(files.ciphers());
        if (!problem.isEmpty()) throw new GeneralSecurityException("restapi.ciphers: " + problem);
        Ciphers.suites(files.ciphers()).forEach(options::addEnabledCipherSuite);
        return clients(options, files.clients()).setKeyCertOptions(TlsIdentity.of(files.certificate(), files.key(), files.password()));
    }

    private static ServerSSLOptions clients(ServerSSLOptions options, Clients clients) {
        return switch (clients) {
            case Clients.Unchecked() -> options;
            case Clients.Optional(var ca) -> options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
            case Clients.Required(var ca) -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
        };
    }

    private static List<Path> files(Tls tls) {
        return switch (tls) {
            case Tls.Off() -> List.of();
            case Tls.Files(var certificate, var key, _, _, Clients.Unchecked()) -> List.of(certificate, key);
            case Tls.Files(var certificate, var key, _, _, Clients.Optional(var ca)) -> List.of(certificate, key, ca);
            case Tls.Files(var certificate, var key, _, _, Clients.Required(var ca)) -> List.of(certificate, key, ca);
        };
    }
}
