package io.matriarch.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// PostgreSQL's programs: one directory, and names where they differ from the usual ones.
public record Programs(Path directory, Map<String, String> names) {
    public static final List<String> NAMES = List.of("postgres", "initdb", "pg_ctl", "pg_controldata", "pg_basebackup", "pg_isready", "pg_rewind", "pg_waldump");

    public Programs {
        names = Map.copyOf(names);
    }

    /// The file of one of [#NAMES].
    public Path program(String name) {
        return directory.resolve(names.getOrDefault(name, name));
    }
}
