package io.matriarch.agent.postgres;

import io.matriarch.core.view.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A way to the local server.
sealed interface LocalAddress {
    record Socket(Path directory, int port) implements LocalAddress {
        Path file() {
            return directory.resolve(".s.PGSQL." + port);
        }
    }

    record Tcp(Endpoint endpoint) implements LocalAddress {}

    /// The ways there are, the best first: the Unix socket where one is configured, then TCP on the first listen address.
    static List<LocalAddress> of(PostgresConfig config, ServerSettings settings) {
        var sockets = settings.useUnixSocket() || !settings.socketDirectory().isEmpty();
        return Stream.concat(sockets ? sockets(config, settings) : Stream.empty(), Stream.of(tcp(config))).toList();
    }

    /// The same for replication connections: by TCP, unless `use_unix_socket_repl` wants the Unix socket tried first.
    static List<LocalAddress> forReplication(PostgresConfig config, ServerSettings settings) {
        return Stream.concat(settings.useUnixSocketForReplication() ? sockets(config, settings) : Stream.empty(), Stream.of(tcp(config))).toList();
    }

    /// Where nothing is said: in libpq's two default places.
    private static Stream<LocalAddress> sockets(PostgresConfig config, ServerSettings settings) {
        var directory = settings.socketDirectory();
        return (directory.isEmpty() ? Stream.of("/var/run/postgresql", "/tmp") : Stream.of(directory)).map(place -> new Socket(Path.of(place), config.listenPort()));
    }

    static Tcp tcp(PostgresConfig config) {
        return new Tcp(new Endpoint(config.listenHosts().isEmpty() ? "127.0.0.1" : reachable(config.listenHosts().getFirst()), config.listenPort()));
    }

    private static String reachable(String listening) {
        return switch (listening) {
            case "*", "0.0.0.0", "localhost" -> "127.0.0.1";
            case "::" -> "::1";
            default -> listening;
        };
    }
}
