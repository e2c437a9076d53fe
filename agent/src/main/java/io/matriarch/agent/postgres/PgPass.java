package io.matriarch.agent.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pgpass file: the one place on disk where passwords are. Mode 0600, which libpq insists on.
final class PgPass {
    private PgPass() {}

    /// Writes a line for each role, good for every host: whom a standby follows changes, the roles do not.
    static void write(PostgresConfig config) throws IOException {
        SafeFiles.replace(config.pgpass(), text(List.of(config.superuser(), config.replication(), config.rewind())));
    }

    static String text(List<Credentials> roles) {
        return roles.stream().filter(role -> role.given() && role.password().given())
                .flatMap(role -> Stream.of("*:*:*:" + escaped(role.username()) + ":" + escaped(role.password().reveal()) + "\n"))
                .distinct().collect(Collectors.joining());
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }
}
