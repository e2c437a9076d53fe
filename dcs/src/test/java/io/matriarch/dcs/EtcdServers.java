package io.matriarch.dcs;

import static org.awaitility.Awaitility.await;

import io.matriarch.core.view.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Real etcd processes on free loopback ports, ended by their process ids.
final class EtcdServers implements AutoCloseable {
    private final Path directory;
    private final List<Member> members;
    private final List<String> options;
    private final String scheme;

    private record Member(Process process, List<String> command, Endpoint client) {}

    private EtcdServers(Path directory, List<Member> members, List<String> options, String scheme) {
        this.directory = directory;
        this.members = members;
        this.options = options;
        this.scheme = scheme;
    }

    static EtcdServers start(int count, String... options) {
        var servers = new EtcdServers(temporary(), new ArrayList<>(), List.of(options), options.length == 0 ? "http" : "https");
        var ports = freePorts(2 * count);
        var initial = IntStream.range(0, count).mapToObj(i -> "m" + i + "=http://127.0.0.1:" + ports.get(2 * i + 1)).collect(Collectors.joining(","));
        for (int i = 0; i < count; i++) servers.members.add(servers.member(i, ports.get(2 * i), ports.get(2 * i + 1), initial));
        return servers;
    }

    private Member member(int number, int client, int peer, String initial) {
        var own = scheme + "://127.0.0.1:" + client;
        var command = Stream.concat(Stream.of("etcd", "--name", "m" + number, "--data-dir", directory.resolve("m" + number).toString(),
                "--listen-client-urls", own, "--advertise-client-urls", own, "--listen-peer-urls", "http://127.0.0.1:" + peer,
                "--initial-advertise-peer-urls", "http://127.0.0.1:" + peer, "--initial-cluster", initial, "--initial-cluster-state", "new",
                "--initial-cluster-token", directory.getFileName().toString(), "--logger", "zap", "--log-level", "error",
                "--heartbeat-interval", "50", "--election-timeout", "500"), options.stream()).toList();
        return new Member(launch(command, number), command, new Endpoint("127.0.0.1", client));
    }

    private Process launch(List<String> command, int number) {
        var log = ProcessBuilder.Redirect.appendTo(directory.resolve("m" + number + ".log").toFile());
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
            // should a test end before its close()
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts every member again, on its data.
    void restart() {
        for (int i = 0; i < members.size(); i++) {
            members.get(i).process().onExit().join();
            members.set(i, new Member(launch(members.get(i).command(), i), members.get(i).command(), members.get(i).client()));
        }
    }

    /// What the member that was killed has on its disk, to be put back by [#setBack].
    Path saved(int number) {
        members.get(number).process().onExit().join();
        var copy = directory.resolve("saved");
        run(List.of("cp", "-a", directory.resolve("m" + number).toString(), copy.toString()));
        return copy;
    }

    /// An older state of the member that was killed takes the place of its data.
    void setBack(int number, Path saved) {
        members.get(number).process().onExit().join();
        run(List.of("rm", "-r", directory.resolve("m" + number).toString()));
        run(List.of("cp", "-a", saved.toString(), directory.resolve("m" + number).toString()));
    }

    List<Endpoint> endpoints() {
        return members.stream().map(Member::client).toList();
    }

    void freeze(int number) {
        signal(number, "STOP");
    }

    void thaw(int number) {
        if (members.get(number).process().isAlive()) signal(number, "CONT");
    }

    private void signal(int number, String name) {
        run(List.of("kill", "-" + name, Long.toString(members.get(number).process().pid())));
    }

    void kill(int number) {
        members.get(number).process().destroyForcibly();
    }

    /// Waits until it answers, for an etcd that has just been started.
    EtcdServers awaitReady(String... credentials) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> !etcdctl(Stream.concat(Stream.of(credentials),
                Stream.of("get", "x", "-w", "json")).toArray(String[]::new)).isEmpty());
        return this;
    }

    /// What etcdctl prints; an error when it fails.
    String etcdctl(String... words) {
        var command = new ArrayList<>(List.of("etcdctl", "--endpoints", scheme + "://" + members.getFirst().client()));
        command.addAll(List.of(words));
        return run(command);
    }

    static String run(List<String> command) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("ETCDCTL_API", "3");
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) throw new IllegalStateException(command + ": " + output);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("matriarch-etcd");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> freePorts(int count) {
        var open = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            return open.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.forEach(EtcdServers::closed);
        }
    }

    private static void closed(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        members.forEach(m -> m.process().destroyForcibly());
        members.forEach(m -> m.process().onExit().join());
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
