package io.matriarch.agent.config;

import java.util.List;
import java.util.Map;

/// A PostgreSQL role as the agent uses it. `connection` holds libpq's words (sslmode, sslcert ...) that were given.
public record Login(String username, Secret password, Secret keyPassword, Map<String, String> connection) {
    /// The words of a connection string that Patroni passes on; others it drops.
    public static final List<String> CONNECTION_WORDS = List.of("sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir",
            "gssencmode", "channel_binding", "sslnegotiation");

    public Login {
        connection = Map.copyOf(connection);
    }
}
