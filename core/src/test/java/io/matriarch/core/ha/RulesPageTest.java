package io.matriarch.core.ha;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page of rules is that of the program.
class RulesPageTest {
    private static final Path PAGE = Path.of(System.getProperty("matriarch.home", ".."), "docs", "rules.md");

    @Test
    void the_page_is_that_of_the_rule_books() throws IOException {
        var renewed = Files.writeString(Files.createDirectories(Path.of("target")).resolve("rules.md"), RulesPage.text()).toAbsolutePath();
        assertThat(PAGE).as("the rules changed: copy %s to docs/", renewed).hasContent(RulesPage.text());
    }
}
