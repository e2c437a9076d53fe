package io.matriarch.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.agent.config.LogSection;
import io.matriarch.agent.config.LogSection.Style;
import io.matriarch.agent.config.LogSection.Target;
import io.matriarch.agent.config.LogSection.Target.Rotated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.matriarch.test");
    @TempDir Path directory;

    @AfterEach
    void backToStandardError() {
        Logging.start(new LogSection(Style.PLAIN, "WARNING", LogSection.DEFAULT_FORMAT, "", Map.of(), new Target.StandardError(), Map.of()));
    }

    @Test
    void lines_look_like_patronis() throws IOException {
        Logging.start(section(Style.PLAIN, "INFO", LogSection.DEFAULT_FORMAT, Map.of()));
        LOG.info("I am {}", "node1");
        LOG.warn("a\nb\u001b[31m");
        LOG.debug("not this");
        assertThat(Files.readAllLines(log())).hasSize(2).satisfiesExactly(
                line -> assertThat(line).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} INFO: I am node1"),
                line -> assertThat(line).endsWith(" WARNING: a\\nb?[31m"));
    }

    @Test
    void pythons_words_are_known_and_others_stay() throws IOException {
        Logging.start(section(Style.PLAIN, "INFO", "%(levelname)s [%(name)s/%(threadName)s] %(message)s %(lineno)d", Map.of()));
        LOG.error("x", new IllegalStateException("bug"));
        assertThat(Files.readAllLines(log())).startsWith("ERROR [io.matriarch.test/" + Thread.currentThread().getName() + "] x %(lineno)d", "java.lang.IllegalStateException: bug");
    }

    @Test
    void words_have_the_width_that_is_asked_for() throws IOException {
        Logging.start(section(Style.PLAIN, "INFO", "%(levelname)-8s|%(levelname)6s|%(process)012d|%(levelname)2s|100 %%|%(message)s", Map.of()));
        LOG.info("x %% y");
        assertThat(Files.readAllLines(log())).singleElement().asString().matches("INFO    \\|  INFO\\|0\\d{11}\\|INFO\\|100 %\\|x %% y");
    }

    @Test
    void times_may_have_another_shape() throws IOException {
        Logging.start(new LogSection(Style.PLAIN, "INFO", "%(asctime)s|%(message)s", "%d/%b/%Y:%H:%M:%S %z %% %Q", Map.of(), rotated(1 << 20), Map.of()));
        LOG.info("x");
        assertThat(Files.readAllLines(log())).singleElement().asString().matches("\\d\\d/[A-Z][a-z][a-z]/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4} % %Q\\|x");
    }

    @Test
    void json_is_one_object_a_line_with_the_fixed_fields() throws IOException {
        Logging.start(section(Style.JSON, "INFO", "", Map.of("app", "orders")));
        LOG.info("say \"hi\"\n\u0007");
        assertThat(Files.readAllLines(log())).singleElement().asString()
                .matches("\\{\"time\":\"[^\"]+Z\",\"level\":\"INFO\",\"logger\":\"io.matriarch.test\",\"thread\":\"[^\"]+\",\"message\":\"say \\\\\"hi\\\\\"\\\\n\\\\u0007\",\"app\":\"orders\"}");
    }

    @Test
    void libraries_are_heard_from_warnings_on_unless_asked_for() throws IOException {
        Logging.start(new LogSection(Style.PLAIN, "DEBUG", "%(message)s", "", Map.of(), rotated(1 << 20), Map.of("org.chatty", "INFO")));
        LoggerFactory.getLogger("io.netty").info("no");
        LoggerFactory.getLogger("io.netty").warn("yes");
        LoggerFactory.getLogger("org.chatty").info("asked");
        LOG.debug("ours");
        assertThat(Files.readAllLines(log())).containsExactly("yes", "asked", "ours");
    }

    @Test
    void files_have_their_mode() throws IOException {
        Logging.start(section(Style.PLAIN, "INFO", "%(message)s", Map.of()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log()))).isEqualTo("rw-r-----");
    }

    private LogSection section(Style style, String level, String format, Map<String, String> fields) {
        return new LogSection(style, level, format, "", fields, rotated(1 << 20), Map.of());
    }

    private Rotated rotated(long bytes) {
        return new Rotated(directory.resolve("logs"), 2, bytes, "0640");
    }

    private Path log() {
        return directory.resolve("logs").resolve(LogFile.NAME);
    }
}
