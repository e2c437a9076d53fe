package io.matriarch.agent.postgres;

import io.matriarch.core.view.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        var ways = new ArrayList<LocalAddress>();
        var directory = settings.socketDirectory();
        if (!directory.isEmpty()) ways.add(new Socket(Path.of(directory), config.listenPort()));
        else if (settings.useUnixSocket()) List.of("/var/run/postgresql", "/tmp").forEach(place -> ways.add(new Socket(Path.of(place), config.listenPort())));
        ways.add(tcp(config));
        return ways;
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
