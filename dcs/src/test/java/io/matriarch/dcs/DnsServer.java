package io.matriarch.dcs;

import static org.awaitility.Awaitility.await;

import io.matriarch.core.view.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A real dnsmasq on a free loopback port, which knows the records that it is given and nothing else. Ended by its process id.
final class DnsServer implements AutoCloseable {
    private static final Path PROGRAM = Stream.of("/usr/sbin/dnsmasq", "/usr/bin/dnsmasq").map(Path::of).filter(Files::isExecutable).findFirst().orElse(Path.of("dnsmasq"));
    private final Path directory = EtcdServers.temporary();
    private final int port = freePort();
    private Process process = serving(List.of());

    /// One SRV record of `name`.
    static String srv(String name, Endpoint target, int priority, int weight) {
        return "--srv-host=%s,%s,%d,%d,%d".formatted(name, target.host(), target.port(), priority, weight);
    }

    String url() {
        return "dns://127.0.0.1:" + port;
    }

    /// From now on these, and no others.
    DnsServer says(String... records) {
        stop();
        process = serving(List.of(records));
        return this;
    }

    /// Nobody answers there any more.
    void stop() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Every name that was asked for, in this order.
    List<String> asked() {
        try {
            return Files.readAllLines(log()).stream().filter(line -> line.contains("query[SRV]")).map(line -> line.replaceFirst(".*query\\[SRV] (\\S+) from.*", "$1")).toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private Path log() {
        return directory.resolve("queries.log");
    }

    private Process serving(List<String> records) {
        var command = new ArrayList<>(List.of(PROGRAM.toString(), "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1",
                "--port=" + port, "--local=/test/", "--log-queries", "--log-facility=" + log(), "--pid-file=", "--user=", "--group="));
        command.addAll(records);
        try {
            var output = directory.resolve("output").toFile();
            var started = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output)).start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(started::destroyForcibly)); // should a test end before its close()
            await().atMost(Duration.ofSeconds(30)).until(() -> !started.isAlive() || listens());
            if (!started.isAlive()) throw new IllegalStateException(command + ": " + Files.readString(output.toPath()));
            return started;
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /// It listens by TCP, too.
    private boolean listens() {
        try (var _ = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Free for UDP and TCP.
    private static int freePort() {
        try (var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var _ = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
            return tcp.getLocalPort();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    @Override
    public void close() {
        stop();
        EtcdServers.run(List.of("rm", "-r", directory.toString()));
    }
}
