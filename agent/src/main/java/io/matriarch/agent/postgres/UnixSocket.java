package io.matriarch.agent.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/// A Unix socket in the shape that the JDBC driver wants: a `java.net.Socket` whose read timeout works.
final class UnixSocket extends Socket {
    private final String path;
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private volatile int timeout;

    UnixSocket(String path) throws IOException {
        this.path = path;
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.readable = Selector.open();
        this.writable = Selector.open();
    }

    /// The address that the driver gives is a placeholder. A local connect is refused or taken at once.
    @Override
    public void connect(SocketAddress ignored, int milliseconds) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(path));
        channel.configureBlocking(false);
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
        connect(ignored, 0);
    }

    private int read(ByteBuffer into) throws IOException {
        for (var end = System.nanoTime() + timeout * 1_000_000L;;) {
            var count = channel.read(into);
            if (count != 0) return count;
            var left = timeout == 0 ? 0 : Math.max(1, (end - System.nanoTime()) / 1_000_000);
            var ready = readable.select(left);
            readable.selectedKeys().clear();
            if (!channel.isOpen()) throw new SocketException("closed");
            if (ready == 0 && timeout > 0 && System.nanoTime() >= end) throw new SocketTimeoutException("no answer within " + timeout + " ms");
        }
    }

    private void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            if (channel.write(from) > 0) continue;
            writable.select();
            writable.selectedKeys().clear();
            if (!channel.isOpen()) throw new ClosedChannelException();
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, bytes.length);
                return length == 0 ? 0 : UnixSocket.this.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                UnixSocket.this.write(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }

    @Override
    public void setSoTimeout(int milliseconds) {
        timeout = milliseconds;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) {} // there is nothing to delay

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getSendBufferSize() {
        return 65_536;
    }
}
