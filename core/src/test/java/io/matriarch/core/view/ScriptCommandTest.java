package io.matriarch.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.ScriptCommand.Unreadable;
import io.matriarch.core.view.ScriptCommand.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A command is split as a shell splits it, and nothing in it is expanded.
class ScriptCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /a/b c          | /a/b,c
            ' /a  b	c '     | ` /a  b	c `
            a 'b c' d       | a,b c,d
            --x='b c'd      | --x=b cd
            "a \\"b\\" $c"  | a "b" $c
            a\\ b           | a b
            '$(rm)' `x;y`   | $(rm),`x;y`
            a '' b          | a,,b""")
    void words(String written, String words) {
        assertThat(ScriptCommand.of(written)).isInstanceOfSatisfying(Words.class, command -> assertThat(String.join(",", command.words())).isEqualTo(words));
    }

    @Test
    void a_list_is_taken_word_by_word() {
        assertThat(ScriptCommand.of(List.of("/a b", "c d", 5))).isEqualTo(new Words(List.of("/a b", "c d", "5")));
    }

    @Test
    void an_empty_or_false_value_is_none_as_in_patroni() {
        for (var nothing : Arrays.asList(null, "", " \n", List.of(), Map.of(), false, 0, 0L)) assertThat(ScriptCommand.of(nothing)).as("%s", nothing).isEqualTo(ScriptCommand.NONE);
    }

    @Test
    void what_cannot_be_read_is_not_none() {
        assertThat(ScriptCommand.of("a 'b")).isEqualTo(new Unreadable("has a quote (') that is never closed"));
        assertThat(ScriptCommand.of("a \"b\\\"")).isEqualTo(new Unreadable("has a quote (\") that is never closed"));
        assertThat(ScriptCommand.of("a b\\")).isEqualTo(new Unreadable("ends with a backslash that escapes nothing"));
        for (var odd : List.of(7, true, 1.5, Map.of("command", "x"), List.of("a", List.of("b")), List.of(Map.of()), Arrays.asList("a", null)))
            assertThat(ScriptCommand.of(odd)).as("%s", odd).isInstanceOf(Unreadable.class);
        assertThat(ScriptCommand.of("x ".repeat(50_000) + "\"" + "\\\\y".repeat(50_000) + "\"")).isInstanceOf(Words.class);
    }
}
