package io.matriarch.agent.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The YAML files among the test resources. The first lines of a file say what is to come of it.
final class Corpus {
    private Corpus() {}

    static Path file(String name) {
        try {
            return Path.of(Corpus.class.getResource("/config/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Path> files(String directory) {
        try (var files = Files.list(file(directory))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rest of every line that begins with `# word: `.
    static List<String> said(Path file, String word) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("# " + word + ": ")).map(line -> line.substring(word.length() + 4)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AgentConfig loaded(Path file, Map<String, String> environment) {
        return switch (new ConfigSource(file, environment).read()) {
            case ConfigResult.Loaded(var config, var _) -> config;
            case ConfigResult.Rejected(var problems, var _) -> throw new AssertionError(problems.toString());
        };
    }

    static AgentConfig good(String name) {
        return loaded(file("good/" + name), Map.of());
    }

    static List<String> problems(ConfigResult result) {
        return switch (result) {
            case ConfigResult.Loaded _ -> List.of();
            case ConfigResult.Rejected(var problems, var _) -> problems.stream().map(Problem::toString).toList();
        };
    }

    static ConfigResult text(Path directory, String yaml) {
        try {
            return new ConfigSource(Files.writeString(directory.resolve("config.yml"), yaml), Map.of()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
