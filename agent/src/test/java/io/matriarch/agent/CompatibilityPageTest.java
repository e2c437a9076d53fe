package io.matriarch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/patroni-compatibility.md: no row without a verdict and a test, and each test named there is in the source tree.
class CompatibilityPageTest {
    private static final Path HOME = Path.of(System.getProperty("matriarch.home", ".."));
    private static final Pattern ROW = Pattern.compile("\\| (?<what>.+) \\| (?<verdict>.+) \\| (?<tests>.+) \\|");
    private static final Pattern NAME = Pattern.compile("`(?<class>[A-Z]\\w+)\\.(?<method>\\w+)`");
    private static final Pattern VERDICT = Pattern.compile("same|(?:better|different) \\(.+\\)");

    @Test
    void every_row_has_a_verdict_and_names_tests_that_exist() throws IOException {
        var sources = sources();
        var rows = rows();
        assertThat(rows).hasSizeGreaterThan(50).allSatisfy(row -> {
            assertThat(row.group("verdict")).as(row.group()).matches(VERDICT);
            var named = NAME.matcher(row.group("tests")).results().toList();
            assertThat(named.stream().map(MatchResult::group).collect(Collectors.joining(", "))).as(row.group()).isNotEmpty().isEqualTo(row.group("tests"));
            assertThat(named).as(row.group()).allMatch(test -> there(sources, test));
        });
    }

    private static boolean there(Map<String, String> sources, MatchResult test) {
        return sources.getOrDefault(test.group("class"), "").contains(" void " + test.group("method") + "(");
    }

    private static List<MatchResult> rows() throws IOException {
        var lines = Files.readAllLines(HOME.resolve("docs/patroni-compatibility.md"));
        return lines.stream().filter(line -> line.startsWith("| ") && !line.startsWith("| row |")).map(CompatibilityPageTest::row).toList();
    }

    private static MatchResult row(String line) {
        var matcher = ROW.matcher(line);
        assertThat(matcher.matches()).as("three columns: " + line).isTrue();
        return matcher.toMatchResult();
    }

    /// The text of every test class of every module, by its name.
    private static Map<String, String> sources() throws IOException {
        try (var modules = Files.list(HOME)) {
            return modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory).flatMap(CompatibilityPageTest::files)
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), CompatibilityPageTest::text, (one, other) -> one + other));
        }
    }

    private static Stream<Path> files(Path directory) {
        try (var all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
