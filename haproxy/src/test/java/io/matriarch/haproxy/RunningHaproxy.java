package io.matriarch.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// A HAProxy that runs `haproxy/haproxy.cfg` for the given nodes on free loopback ports, until it is closed.
final class RunningHaproxy implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("matriarch.home", ".."));

    private final int readWrite = freePort();
    private final int readOnly = freePort();
    private final int stats = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;

    /// `edit` changes the configuration before HAProxy reads it.
    RunningHaproxy(Path directory, List<String> nodes, UnaryOperator<String> edit) throws IOException, InterruptedException {
        process = start(directory, edit.apply(configure(nodes)));
    }

    /// A HAProxy of its own with this text as its file.
    static Process start(Path directory, String text) throws IOException {
        var configuration = Files.writeString(directory.resolve("haproxy.cfg"), text);
        return new ProcessBuilder(program(), "-db", "-f", configuration.toString())
            .redirectErrorStream(true).redirectOutput(directory.resolve("haproxy.log").toFile()).start();
    }

    int readWrite() {
        return readWrite;
    }

    int readOnly() {
        return readOnly;
    }

    /// What HAProxy says of a node: `UP`, `DOWN`, or a step between them such as `UP 2/3`. `section` is `primary` or `replicas`.
    String status(String section, String node) {
        var rows = page().lines().map(line -> line.split(",", -1)).toList();
        var column = Arrays.asList(rows.getFirst()).indexOf("status");
        return rows.stream().filter(row -> row[0].equals(section) && row[1].equals(node)).findFirst().orElseThrow()[column];
    }

    private String page() {
        try {
            var page = URI.create("http://127.0.0.1:%d/;csv".formatted(stats));
            return http.send(HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "# pxname,svname,status\nprimary,,\n";
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
    }

    private String configure(List<String> nodes) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(HOME.resolve("haproxy/configure").toString(),
            "--read-write", "127.0.0.1:" + readWrite, "--read-only", "127.0.0.1:" + readOnly, "--stats", "127.0.0.1:" + stats));
        command.addAll(nodes);
        var configure = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var text = new String(configure.getInputStream().readAllBytes(), UTF_8);
        if (configure.waitFor() != 0) {
            throw new AssertionError("haproxy/configure failed: " + command);
        }
        return text;
    }

    /// Debian's package puts it where an ordinary user's PATH does not look.
    private static String program() {
        var debian = Path.of("/usr/sbin/haproxy");
        return Files.isExecutable(debian) ? debian.toString() : "haproxy";
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        http.close();
    }
}
