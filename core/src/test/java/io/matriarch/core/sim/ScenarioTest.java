package io.matriarch.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every scenario goes as its author expects, and tells the story that is kept beside it: a rule that changes changes a story, and
/// somebody reads the difference. `-Dmatriarch.renew=true` writes the stories (and docs/failures.md) anew.
class ScenarioTest {
    static final boolean RENEW = Boolean.getBoolean("matriarch.renew");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return Scenario.all().stream().map(scenario -> dynamicTest(scenario.name() + ": " + scenario.title(), () -> check(scenario)));
    }

    private static void check(Scenario scenario) throws IOException {
        var outcome = ScenarioRun.of(scenario);
        var renewed = Files.writeString(Files.createDirectories(Path.of("target", "scenarios")).resolve(scenario.name() + ".story"), outcome.text());
        if (RENEW) Files.copy(renewed, scenario.story(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(outcome.disappointments()).as("what was expected, and was not so\n%s", outcome.text()).isEmpty();
        assertThat(scenario.story()).as("the story changed; when it is better now: copy %s beside its scenario", renewed.toAbsolutePath()).hasContent(outcome.text());
    }

    @Test
    void there_are_enough_of_them() throws IOException {
        assertThat(Scenario.all()).hasSizeGreaterThanOrEqualTo(25);
    }
}
