package io.matriarch.haproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A node as HAProxy sees one: a port that takes sessions and says the node's name in each, and health checks that answer
/// what the test set. What only a real cluster can show is in [ClusterThroughHaproxyTest].
final class SetNode implements AutoCloseable {
    /// What the node's health checks say.
    enum Health { PRIMARY, REPLICA, NEITHER, SILENT }

    private final String name;
    private final ServerSocket sessions;
    private final HttpServer checks;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Health health;

    SetNode(String name, Health health) throws IOException {
        this.name = name;
        this.health = health;
        var loopback = InetAddress.getLoopbackAddress();
        sessions = new ServerSocket(0, 50, loopback);
        checks = HttpServer.create(new InetSocketAddress(loopback, 0), 50);
        checks.createContext("/", this::answer);
        checks.setExecutor(threads);
        checks.start();
        threads.execute(this::take);
    }

    String name() {
        return name;
    }

    void becomes(Health next) {
        health = next;
    }

    /// As `haproxy/configure` takes a node.
    String address() {
        return "%s=127.0.0.1:%d,127.0.0.1:%d".formatted(name, sessions.getLocalPort(), checks.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var healthy = switch (health) {
            case PRIMARY -> path.equals("/primary");
            case REPLICA -> path.equals("/replica");
            case NEITHER -> false;
            case SILENT -> {
                awaitClose();
                yield false;
            }
        };
        exchange.sendResponseHeaders(healthy ? 200 : 503, -1);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() {
        try {
            while (true) {
                var session = sessions.accept();
                threads.execute(() -> serve(session));
            }
        } catch (IOException ended) {
            // The test closed the node.
        }
    }

    private void serve(Socket session) {
        try (session) {
            session.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
            session.getInputStream().transferTo(session.getOutputStream());
        } catch (IOException ended) {
            // Either side may end a session at any time.
        }
    }

    @Override
    public void close() {
        try {
            sessions.close();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
        closed.countDown();
        checks.stop(0);
        threads.shutdownNow();
    }
}
