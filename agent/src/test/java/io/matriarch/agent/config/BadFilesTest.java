package io.matriarch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Case H01 and the names of H07 of the design's fault catalogue: everything wrong is said at once, in words with a cure.
class BadFilesTest {
    @TempDir Path directory;

    static Stream<Path> files() {
        return Corpus.files("bad");
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_bad_file_is_refused_with_the_messages_it_names(Path file) {
        var problems = Assertions.assertTimeout(Duration.ofSeconds(5), () -> Corpus.problems(new ConfigSource(file, Map.of()).read()));
        var expected = Corpus.said(file, "expect");
        for (var message : expected) assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(message));
        assertThat(problems).filteredOn(p -> !p.contains(": is missing; it must be") && !p.contains("postgresql.bin_dir: is missing")).allSatisfy(problem ->
                assertThat(expected).as(problem).anySatisfy(message -> assertThat(problem).contains(message)));
        assertThat(problems.toString()).doesNotContain("canary");
    }

    @Test
    void bytes_that_are_no_text_are_refused() throws IOException {
        assertThat(problemsOf(new byte[] {'a', ':', ' ', (byte) 0xff, '\n'})).containsExactly(directory + "/x.yml: is not UTF-8 text");
        assertThat(problemsOf("name: a\0b\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))).first().asString().contains("is not YAML: special characters are not allowed");
        assertThat(problemsOf(new byte[50 << 20])).containsExactly(directory + "/x.yml: is longer than 1 MiB");
    }

    @Test
    void deep_nesting_is_refused() throws IOException {
        assertThat(problemsOf(("a: " + "[".repeat(100_000)).getBytes(java.nio.charset.StandardCharsets.UTF_8))).first().asString().contains("Nesting Depth exceeded max 32");
    }

    @Test
    void a_file_that_is_not_there_or_not_readable_is_named() {
        assertThat(Corpus.problems(new ConfigSource(directory.resolve("no.yml"), Map.of()).read())).containsExactly(directory + "/no.yml: does not exist");
        assertThat(Corpus.problems(new ConfigSource(directory, Map.of()).read())).containsExactly(directory + ": is a directory without a *.yml or *.yaml file");
    }

    /// What YAML makes of passwords that somebody forgot to quote, or wrote in the wrong place.
    @ParameterizedTest
    @ValueSource(strings = {"password: *canary", "password: !canary x", "password: &canary", "password: \"canary", "password: @canary", "password: `canary", "password: %canary",
        "password: canary: x", "password: [canary]", "password: {canary: 1}", "password:canary", "{password:canary}", "password canary", "passwd: canary", "password: \"ca\\nary canary",
        "- canary", "username: {canary: canary}", "sslmode: [canary]", "password: 'x\ty' canary", "password: |canary", "password: !!binary canary", "password: ? canary"})
    void no_message_shows_a_password(String line) {
        for (var who : new String[] {"postgresql:\n  authentication:\n    superuser:\n      ", "restapi:\n  listen: x:y\n  authentication:\n    ", "etcd3:\n  "})
            assertThat(Corpus.text(directory, "name: a\n" + who + "username: me\n" + " ".repeat(who.length() - who.stripTrailing().length() - 1) + line + "\n").toString())
                    .doesNotContain("canary");
    }

    @Test
    void no_printed_configuration_shows_a_password() throws IOException {
        var yaml = Files.readString(Corpus.file("good/bench.yml")).replaceAll("bench-(super|repl|rewind)", "canary");
        var result = Corpus.text(directory, yaml.replace("hosts:", "username: u\n  password: canary\n  hosts:"));
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
        assertThat(result.toString()).doesNotContain("canary").contains("***");
    }

    private java.util.List<String> problemsOf(byte[] bytes) throws IOException {
        return Corpus.problems(new ConfigSource(Files.write(directory.resolve("x.yml"), bytes), Map.of()).read());
    }
}
