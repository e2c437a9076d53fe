package io.matriarch.agent.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A command is split as a shell splits it, and nothing in it is expanded.
class CommandWordsTest {
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
        assertThat(String.join(",", CommandWords.of(written))).isEqualTo(words);
    }

    @Test
    void a_list_is_taken_word_by_word() {
        assertThat(CommandWords.of(List.of("/a b", "c d", 5))).containsExactly("/a b", "c d", "5");
        assertThat(CommandWords.of(List.of())).isEmpty();
    }

    @Test
    void what_cannot_be_split_is_no_command() {
        assertThat(CommandWords.fault("a 'b")).contains("never closed");
        assertThat(CommandWords.fault("a \"b\\\"")).contains("never closed");
        assertThat(CommandWords.fault("a b\\")).contains("escapes nothing");
        assertThat(CommandWords.of("a 'b")).isEmpty();
        assertThat(CommandWords.fault("x ".repeat(50_000) + "\"" + "\\\\y".repeat(50_000) + "\"")).isEmpty();
    }
}
