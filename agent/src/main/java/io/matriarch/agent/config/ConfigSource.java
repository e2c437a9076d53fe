package io.matriarch.agent.config;

import io.matriarch.agent.config.Tree.Mapping;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where the configuration comes from: a file, or a directory of `*.yml` and `*.yaml` that are merged in the order of their names,
/// and the environment as it was when the agent started. [#read()] may be called again, for a reload.
public record ConfigSource(Path file, Map<String, String> environment) {
    /// No file was named: the whole configuration is in `PATRONI_CONFIGURATION`, or in single variables.
    public static final Path NO_FILE = Path.of("");

    public ConfigSource {
        environment = Map.copyOf(environment);
    }

    /// Reads and checks everything, so that all that is wrong is said at once. Touches nothing, starts nothing.
    public ConfigResult read() {
        var findings = new Findings();
        var tree = Environment.over(files(findings), environment, findings);
        if (findings.clean()) return checked(tree, findings);
        Examination.values(tree, findings);
        return rejected(tree, findings);
    }

    /// The result for a tree that was read without a problem.
    ConfigResult checked(Mapping tree, Findings findings) {
        Examination.examine(tree, findings);
        SlotKeys.check(tree, findings);
        ParameterKeys.check(tree, findings);
        if (!findings.clean()) return rejected(tree, findings);
        var config = Assembly.of(tree, environment);
        Consistency.check(config, findings);
        return findings.clean() ? new ConfigResult.Loaded(config, findings.warnings()) : new ConfigResult.Rejected(findings.problems(), findings.warnings());
    }

    /// What concerns several keys is still said of the sections in which nothing else is wrong.
    private ConfigResult rejected(Mapping tree, Findings findings) {
        var wrong = findings.problems().stream().map(Problem::path).filter(path -> !path.isEmpty()).toList();
        if (!wrong.isEmpty()) {
            var rest = tree;
            for (var path : wrong) rest = Trees.without(rest, path);
            var more = new Findings();
            Consistency.check(Assembly.of(rest, environment), more);
            more.problems().stream().filter(problem -> wrong.stream().noneMatch(path -> top(path).equals(top(problem.path())))).forEach(findings::problem);
        }
        return new ConfigResult.Rejected(findings.problems(), findings.warnings());
    }

    private static String top(String path) {
        return path.split("\\.", 2)[0];
    }

    private Mapping files(Findings findings) {
        if (file.equals(NO_FILE)) return whole(findings);
        var tree = Tree.EMPTY;
        for (var part : parts(findings)) tree = Trees.merged(tree, YamlReader.read(part.getFileName().toString(), text(part, findings), findings));
        return tree;
    }

    private Mapping whole(Findings findings) {
        var name = Environment.whole(environment);
        var text = environment.getOrDefault(name, "");
        return text.isEmpty() ? Tree.EMPTY : YamlReader.read(name, text, findings);
    }

    private List<Path> parts(Findings findings) {
        if (!Files.isDirectory(file)) return List.of(file);
        try (var entries = Files.list(file)) {
            var parts = entries.filter(f -> f.toString().matches(".*\\.ya?ml")).sorted().toList();
            if (parts.isEmpty()) findings.problem(place(file), "", "", "is a directory without a *.yml or *.yaml file");
            return parts;
        } catch (IOException e) {
            findings.problem(place(file), "", "", "cannot be listed: " + e.getMessage());
            return List.of();
        }
    }

    private static String text(Path part, Findings findings) {
        try (var in = Files.newInputStream(part)) {
            var bytes = in.readNBytes(YamlReader.LONGEST + 1);
            if (bytes.length > YamlReader.LONGEST) return unreadable(part, "is longer than 1 MiB", findings);
            return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return unreadable(part, "is not UTF-8 text", findings);
        } catch (NoSuchFileException e) {
            return unreadable(part, "does not exist", findings);
        } catch (AccessDeniedException e) {
            return unreadable(part, "may not be read by user " + System.getProperty("user.name"), findings);
        } catch (IOException e) {
            return unreadable(part, "cannot be read: " + e.getMessage(), findings);
        }
    }

    /// A harmless document, so that the only problem reported is the true one.
    private static String unreadable(Path part, String why, Findings findings) {
        findings.problem(place(part), "", "", why);
        return "{}";
    }

    private static Place place(Path path) {
        return new Place(path.toString(), 0);
    }
}
