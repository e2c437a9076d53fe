package io.matriarch.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.matriarch.core.view.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void what_was_read_is_written_compact_in_its_order() {
        var text = "{\"z\":1,\"a\":{\"list\":[1,\"two\",true,null,1.5]},\"big\":7301111111111111111}";
        assertThat(JsonText.dense(Json.document(text.replace(",", " ,\n ")))).isEqualTo(text);
    }

    @Test
    void everything_outside_ascii_is_escaped_as_patroni_does() {
        assertThat(JsonText.dense(Document.EMPTY.with("k", "\u00e9"))).isEqualTo("{\"k\":\"\\u00E9\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} x", "nan", "{'a':1}", "[1,]"})
    void what_is_broken_says_so(String text) {
        assertThat(Json.read(text)).isInstanceOf(Json.Reading.Broken.class);
        assertThat(Json.document(text)).isEqualTo(Document.EMPTY);
    }

    @Test
    void depth_is_bounded() {
        assertThat(Json.read("[".repeat(1000) + "]".repeat(1000))).isInstanceOf(Json.Reading.Broken.class);
    }

    @Test
    void a_tree_that_is_no_object_is_no_document() {
        assertThat(Json.read("[1]")).isEqualTo(new Json.Reading.Tree(List.of(1)));
        assertThat(Json.document("[1]")).isEqualTo(Document.EMPTY);
        assertThat(Json.read("null")).isInstanceOf(Json.Reading.Nothing.class);
    }
}
