package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page of failures is what the scenarios tell today.
class FailuresPageTest {
    private static final Path PAGE = Path.of(System.getProperty("matriarch.home", ".."), "docs", "failures.md");

    @Test
    void the_page_is_that_of_the_scenarios() throws IOException {
        var text = FailuresPage.text();
        var renewed = Files.writeString(Files.createDirectories(Path.of("target")).resolve("failures.md"), text).toAbsolutePath();
        if (ScenarioTest.RENEW) Files.writeString(PAGE, text);
        assertThat(PAGE).as("the scenarios changed: copy %s to docs/", renewed).hasContent(text);
    }
}
