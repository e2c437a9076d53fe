package io.matriarch.dcs;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/// A DNS server that answers every question with one response code and nothing else (RFC 1035, 4.1.1), as those do that cannot or do not want to know.
final class FailingDns implements AutoCloseable {
    private static final int LONGEST = 512;
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final int code;

    FailingDns(int code) throws IOException {
        this.code = code;
        Thread.ofPlatform().daemon().start(this::answer);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void answer() {
        var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        try {
            while (true) {
                packet.setLength(LONGEST);
                socket.receive(packet);
                var bytes = packet.getData();
                bytes[2] |= (byte) 0x80; // an answer
                bytes[3] = (byte) code;
                socket.send(packet);
            }
        } catch (IOException closed) {
            // the end
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
