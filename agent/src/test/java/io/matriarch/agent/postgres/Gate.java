package io.matriarch.agent.postgres;

import io.matriarch.core.view.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A way to a server on which only so many bytes of its words pass on each connection: then it is held until the gate opens, or cut. Connections that
/// carry less do not notice.
final class Gate implements AutoCloseable {
    enum Beyond {
        HOLD, CUT
    }

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Endpoint server;
    private final long pass;
    private final Beyond beyond;

    Gate(Node server, long pass, Beyond beyond) throws IOException {
        this.server = server.config.connectAddress();
        this.pass = pass;
        this.beyond = beyond;
        Thread.ofVirtual().start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", door.getLocalPort());
    }

    /// Whether a connection wanted more than may pass.
    boolean reached() {
        return reached.getCount() == 0;
    }

    void open() {
        opened.countDown();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException closed) {
            // the end of the gate
        }
    }

    private void connect(Socket client) {
        try (client; var inside = new Socket(server.host(), server.port())) {
            sockets.add(inside);
            Thread.ofVirtual().start(() -> pump(client, inside, Long.MAX_VALUE));
            pump(inside, client, pass);
        } catch (IOException refused) {
            // the client sees it
        }
    }

    private void pump(Socket from, Socket to, long most) {
        var buffer = new byte[16 << 10];
        try (from; to) {
            var passed = 0L;
            for (var count = from.getInputStream().read(buffer); count >= 0; count = from.getInputStream().read(buffer)) {
                passed += count;
                if (passed > most && !mayGoOn()) return;
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException gone) {
            // both ends are closed
        }
    }

    private boolean mayGoOn() {
        reached.countDown();
        if (beyond == Beyond.CUT) return opened.getCount() == 0;
        try {
            opened.await();
            return true;
        } catch (InterruptedException never) {
            return false;
        }
    }

    /// All connections break, and no new one is let in.
    @Override
    public void close() throws IOException {
        door.close();
        for (var socket : sockets) socket.close();
        opened.countDown();
    }
}
