package io.matriarch.haproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// A client's session through HAProxy with a [SetNode].
final class Session implements AutoCloseable {
    /// The name of no node: HAProxy had none to give.
    static final String REFUSED = "refused";

    private final Socket socket;
    private final String node;
    private final BufferedReader lines;

    Session(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(20).toMillis()));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        node = nextLine();
    }

    /// Which node a session opened now at this port gets.
    static String nodeAt(int port) {
        try (var session = new Session(port)) {
            return session.node;
        } catch (IOException refused) {
            return REFUSED;
        }
    }

    String node() {
        return node;
    }

    /// Whether the node still answers in this session.
    boolean alive() throws IOException {
        socket.getOutputStream().write("still there?\n".getBytes(StandardCharsets.UTF_8));
        return nextLine().equals("still there?");
    }

    /// Waits until the other side ends the session, at most 20 s.
    boolean ends() {
        return nextLine().equals(REFUSED);
    }

    private String nextLine() {
        try {
            return Objects.requireNonNullElse(lines.readLine(), REFUSED);
        } catch (SocketTimeoutException alive) {
            throw new AssertionError("the session neither answered nor ended within 20 s", alive);
        } catch (IOException ended) {
            return REFUSED;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
