package io.matriarch.agent.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Copies of the configuration files in the data directory (`postgresql.conf.backup` and the like), as Patroni keeps them: where the files have a directory
/// of their own, they come with a clone that way. Nothing else reads them, and nothing minds that they are there.
final class ConfigCopies {
    private final PostgresConfig config;
    private final String main;

    /// `main` is the name of postgresql.conf without `.conf`.
    ConfigCopies(PostgresConfig config, String main) {
        this.config = config;
        this.main = main;
    }

    private List<String> names() {
        return List.of(main + ".conf", main + ".base.conf", "pg_hba.conf", "pg_ident.conf");
    }

    /// After a start that went well.
    void keep() throws IOException {
        for (var name : names()) {
            var file = config.configDir().resolve(name);
            if (Files.isReadable(file) && (!Files.exists(copy(name)) || Files.mismatch(file, copy(name)) >= 0)) copy(file, copy(name));
        }
    }

    /// What is missing in a directory of its own comes from the copy that was cloned, or from where initdb has put it.
    void restore() throws IOException {
        if (config.configDir().equals(config.dataDir())) return;
        for (var name : names()) {
            var file = config.configDir().resolve(name);
            var from = Stream.of(copy(name), config.dataDir().resolve(name)).filter(Files::isReadable).findFirst();
            if (!Files.exists(file) && from.isPresent()) copy(from.orElseThrow(), file);
        }
    }

    /// As it is: whatever language its comments are in.
    private static void copy(Path from, Path to) throws IOException {
        var beside = to.resolveSibling(to.getFileName() + ".matriarch");
        Files.deleteIfExists(beside);
        SafeFiles.copy(from, beside);
        SafeFiles.move(beside, to);
    }

    private Path copy(String name) {
        return config.dataDir().resolve(name + ".backup");
    }
}
