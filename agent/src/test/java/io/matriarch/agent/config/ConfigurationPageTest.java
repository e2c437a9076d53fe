package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page for operators says what the program does: its tables come from the program, and its examples load.
class ConfigurationPageTest {
    private static final Path HOME = Path.of(System.getProperty("matriarch.home", ".."));
    private static final Path PAGE = HOME.resolve("docs/configuration.md");
    private static final Path README = HOME.resolve("README.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_tables_are_those_of_the_program() throws IOException {
        var page = Files.readString(PAGE);
        var wanted = page.substring(0, page.indexOf(ConfigurationPage.BEGIN)) + ConfigurationPage.generated();
        var renewed = Files.writeString(Path.of("target", "configuration.md"), wanted).toAbsolutePath();
        assertThat(page).as("the known keys changed: copy %s to docs/", renewed).isEqualTo(wanted);
    }

    @Test
    void the_examples_load_without_a_warning(@TempDir Path directory) throws IOException {
        var examples = EXAMPLE.matcher(Files.readString(PAGE) + Files.readString(README)).results().toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (var example : examples) {
            var result = Corpus.text(directory, example.group(1));
            assertThat(Corpus.problems(result)).isEmpty();
            assertThat(result.warnings()).isEmpty();
        }
    }

    @Test
    void every_key_says_something_and_stands_once() {
        assertThat(KnownKeys.ALL).extracting(Key::path).doesNotHaveDuplicates();
        assertThat(KnownKeys.ALL).allSatisfy(key -> assertThat(key.says()).isNotBlank());
        assertThat(KnownKeys.ALL).filteredOn(key -> key.standing() == Key.Standing.HONOURED).allSatisfy(key -> assertThat(key.otherwise()).isNotBlank());
    }
}
