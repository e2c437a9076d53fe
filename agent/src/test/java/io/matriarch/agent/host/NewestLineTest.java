package io.matriarch.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A line is on disk as it was written, or it counts for nothing.
class NewestLineTest {
    private static final String VERSION = "matriarch line 1";
    private static final String NOTHING = "";

    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void write() {
        file = directory.resolve("line");
        try (var line = new NewestLine(file, VERSION)) {
            line.keep("3 4711 7");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> read(VERSION).equals("3 4711 7"));
        }
    }

    private String read(String version) {
        try (var line = new NewestLine(file, version)) {
            return line.read();
        }
    }

    @Test
    void where_none_was_written_there_is_nothing() throws IOException {
        Files.delete(file);
        assertThat(read(VERSION)).isEqualTo(NOTHING);
    }

    @Test
    void one_of_another_version_is_nothing() {
        assertThat(read("matriarch line 2")).isEqualTo(NOTHING);
    }

    @Test
    void a_file_with_any_byte_changed_is_nothing() throws IOException {
        var whole = Files.readAllBytes(file);
        for (var at = 0; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(read(VERSION)).as("byte %d", at).isEqualTo(NOTHING);
        }
    }

    @Test
    void a_file_cut_off_at_any_byte_is_nothing() throws IOException {
        var whole = Files.readAllBytes(file);
        for (var length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(read(VERSION)).as("%d of %d bytes", length, whole.length).isEqualTo(NOTHING);
        }
    }
}
