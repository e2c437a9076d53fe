package io.matriarch.chaos.client;

import io.matriarch.chaos.cluster.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/// A port on loopback that takes connections and says nothing, as a network does that is not up yet; once it is opened it leads to `target`.
final class Relay implements AutoCloseable {
    private final ServerSocket listening;
    private final Endpoint target;
    private final CountDownLatch opened = new CountDownLatch(1);

    Relay(Endpoint target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", listening.getLocalPort());
    }

    void open() {
        opened.countDown();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                start(() -> lead(client));
            }
        } catch (IOException closed) {
            // its time is over
        }
    }

    private void lead(Socket client) {
        try (client) {
            opened.await();
            try (var server = new Socket(target.host(), target.port())) {
                start(() -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException | InterruptedException ended) {
            // so does the connection
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException ended) {
            // either side has gone
        }
    }

    private static void start(Runnable task) {
        Thread.ofPlatform().name("relay").daemon().start(task);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
