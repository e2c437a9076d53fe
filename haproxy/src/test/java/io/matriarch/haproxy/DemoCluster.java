package io.matriarch.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/// A real cluster of three nodes, etcd and HAProxy, started and ended by `scripts/demo --serve`.
final class DemoCluster implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("matriarch.home", ".."));

    private final Process demo;
    private final BufferedReader said;
    private final Properties ports = new Properties();
    private final Properties login = new Properties();

    DemoCluster() throws IOException {
        demo = new ProcessBuilder(HOME.resolve("scripts/demo").toString(), "--serve", "--no-install", "--no-build")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        said = new BufferedReader(new InputStreamReader(demo.getInputStream(), UTF_8));
        try (var file = Files.newBufferedReader(Path.of(await("ready: ")))) {
            ports.load(file);
        }
        var password = Files.readString(Path.of(ports.getProperty("passfile"))).strip();
        login.setProperty("user", "postgres");
        login.setProperty("password", password.substring(password.lastIndexOf(':') + 1));
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "60");
    }

    Connection write() throws SQLException {
        return connect("read_write_port");
    }

    Connection read() throws SQLException {
        return connect("read_only_port");
    }

    /// Through whatever listens on this port.
    Connection through(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), login);
    }

    int postgresPort(String node) {
        return Integer.parseInt(ports.getProperty(node + ".postgres_port"));
    }

    int restPort(String node) {
        return Integer.parseInt(ports.getProperty(node + ".rest_port"));
    }

    /// SIGKILL to everything of a node: agent, guardian, PostgreSQL.
    void kill(String node) throws IOException {
        order("kill " + node);
    }

    void start(String node) throws IOException {
        order("start " + node);
    }

    /// The status of the answer.
    int post(String node, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(rest(node, path)).POST(BodyPublishers.ofString(body)));
    }

    int get(String node, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(rest(node, path)));
    }

    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString()).statusCode();
        }
    }

    private URI rest(String node, String path) {
        return URI.create("http://127.0.0.1:%s%s".formatted(ports.getProperty(node + ".rest_port"), path));
    }

    private Connection connect(String port) throws SQLException {
        return through(Integer.parseInt(ports.getProperty(port)));
    }

    private void order(String line) throws IOException {
        var orders = demo.getOutputStream();
        orders.write((line + "\n").getBytes(UTF_8));
        orders.flush();
        await("done: " + line);
    }

    private String await(String beginning) throws IOException {
        var line = said.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = said.readLine();
        }
        if (line == null) {
            throw new AssertionError("scripts/demo --serve ended before it said: " + beginning);
        }
        return line.substring(beginning.length());
    }

    @Override
    public void close() throws IOException {
        demo.getOutputStream().close();
        demo.onExit().join();
    }
}
