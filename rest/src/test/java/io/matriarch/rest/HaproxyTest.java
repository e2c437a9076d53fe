package io.matriarch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A real HAProxy with Patroni's own kind of check sees who leads, and sees it end.
class HaproxyTest {
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    @TempDir
    private Path directory;

    static boolean installed() {
        return Files.isExecutable(HAPROXY);
    }

    @Test
    @EnabledIf("installed")
    void sees_the_leader_and_sees_it_end() throws IOException, InterruptedException {
        try (var served = new Served()) {
            var config = Files.writeString(directory.resolve("haproxy.cfg"), """
                    global
                      stats socket %s/stats
                    defaults
                      mode tcp
                      timeout connect 1s
                      timeout client 5s
                      timeout server 5s
                      timeout check 1s
                    listen primary
                      bind 127.0.0.1:%d
                      option httpchk OPTIONS /primary
                      http-check expect status 200
                      default-server inter 100ms fall 1 rise 1
                      server a 127.0.0.1:%d check
                    listen replicas
                      bind 127.0.0.1:%d
                      option httpchk GET /replica?lag=1MB
                      default-server inter 100ms fall 1 rise 1
                      server a 127.0.0.1:%d check
                    """.formatted(directory, freePort(), served.port, freePort(), served.port));
            var haproxy = new ProcessBuilder(HAPROXY.toString(), "-db", "-f", config.toString()).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("haproxy.log").toFile()).start();
            try {
                await().atMost(Duration.ofSeconds(20)).until(() -> status("primary").equals("UP") && status("replicas").equals("DOWN"));
                served.now = Given.NOW.plus(Duration.ofSeconds(30));
                await().atMost(Duration.ofSeconds(20)).until(() -> status("primary").equals("DOWN"));
                served.now = Given.NOW;
                served.operator.shows(Given.standby());
                await().atMost(Duration.ofSeconds(20)).until(() -> status("replicas").equals("UP"));
                assertThat(status("primary")).isEqualTo("DOWN");
            } finally {
                haproxy.destroy();
                haproxy.waitFor();
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// The 18th column of `show stat` for the server `a` of a section.
    private String status(String section) throws IOException {
        if (!Files.exists(directory.resolve("stats"))) return "";
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(directory.resolve("stats")));
            socket.write(ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.UTF_8)));
            var text = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
            for (var line : text.split("\n", -1)) if (line.startsWith(section + ",a,")) return line.split(",", -1)[17];
            return "";
        }
    }
}
