package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"work_mem", "TimeZone", "_x", "my.own", "auto_explain.log_min_duration", "included", "x2"})
    void of_a_line_that_postgresql_reads(String name) {
        assertThat(ParameterName.writable(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "log-min-duration", "work mem", "work_mem ", "2x", "a.b.c", "a.", ".a", "a$b", "x\n", "x\nhba_file", "x\u0000", "é", "#x", "x='y'", "include", "INCLUDE_DIR", "include_if_exists"})
    void of_a_line_that_it_refuses_or_reads_otherwise(String name) {
        assertThat(ParameterName.writable(name)).isFalse();
    }

    @Test
    void shown_on_one_line_and_without_a_value() {
        assertThat(ParameterName.unwritable(new Document(Map.of("password=canary\n", "", "work_mem", "1MB")))).containsExactly("\"password...\"");
        assertThat(ParameterName.shown("x".repeat(100))).hasSize(85);
    }
}
