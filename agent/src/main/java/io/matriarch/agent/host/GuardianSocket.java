package io.matriarch.agent.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The guardian's Unix socket as lines. Writing never blocks; reading is one thread's.
final class GuardianSocket implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;

    private GuardianSocket(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /// Connects; a local socket answers at once or not at all.
    static GuardianSocket connect(Path path) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            // On Linux a non-blocking connect to a Unix socket is complete, refused, or out of backlog: never under way.
            if (!channel.connect(UnixDomainSocketAddress.of(path))) throw new IOException("the guardian accepts no connections");
            var selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new GuardianSocket(channel, selector);
        } catch (IOException | RuntimeException trouble) {
            channel.close();
            throw trouble;
        }
    }

    /// Writes one line whole or throws: half a line must never be followed by another.
    void write(String line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            close();
            throw new IOException("the guardian does not read");
        }
    }

    /// Hands every line to `each` until the connection ends; answers why it ended.
    String readLines(Consumer<String> each) {
        var buffer = ByteBuffer.allocate(1024);
        var line = new StringBuilder();
        try {
            while (channel.isOpen()) {
                selector.select();
                var count = channel.read(buffer.clear());
                if (count < 0) return "the guardian closed the connection";
                take(buffer.flip(), line, each);
            }
            return "closed by this agent";
        } catch (IOException | java.nio.channels.ClosedSelectorException ended) {
            return channel.isOpen() ? ended.toString() : "closed by this agent";
        }
    }

    private static void take(ByteBuffer buffer, StringBuilder line, Consumer<String> each) {
        while (buffer.hasRemaining()) {
            var character = (char) buffer.get();
            if (character != '\n') {
                if (line.length() < 1024) line.append(character);
                continue;
            }
            each.accept(line.toString());
            line.setLength(0);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException alreadyGone) {
            // what is closed is closed
        }
    }
}
