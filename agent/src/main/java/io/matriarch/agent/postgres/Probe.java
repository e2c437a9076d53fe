package io.matriarch.agent.postgres;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Whether a *new* connection is answered: a postmaster that hangs still has its old sessions, which answer happily.
///
/// Sends SSLRequest, which the postmaster answers by forking a child that says one byte; no login, no line in the server's log,
/// and no slot of max_connections is needed.
final class Probe {
    private static final byte[] SSL_REQUEST = ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array();

    private Probe() {}

    static boolean answers(LocalAddress way, Duration within) {
        try (var socket = open(way)) {
            var milliseconds = Math.max(1, (int) within.toMillis());
            socket.connect(place(way), milliseconds);
            socket.setSoTimeout(milliseconds);
            socket.getOutputStream().write(SSL_REQUEST);
            return socket.getInputStream().read() >= 0;
        } catch (IOException silent) {
            return false;
        }
    }

    private static Socket open(LocalAddress way) throws IOException {
        return switch (way) {
            case LocalAddress.Socket socket -> new UnixSocket(socket.file().toString());
            case LocalAddress.Tcp _ -> new Socket();
        };
    }

    private static InetSocketAddress place(LocalAddress way) {
        return switch (way) {
            case LocalAddress.Socket _ -> InetSocketAddress.createUnresolved("localhost", 1);
            case LocalAddress.Tcp(var endpoint) -> new InetSocketAddress(endpoint.host(), endpoint.port());
        };
    }
}
