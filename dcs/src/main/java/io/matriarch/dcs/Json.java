package io.matriarch.dcs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matriarch.core.view.Document;
import java.util.Map;

/// JSON text to plain trees and back, the way Patroni writes it: compact, key order kept, everything outside ASCII escaped.
///
/// Reading is strict (a key twice, a tail after the value, more than 64 levels or 2 million characters are errors) and never throws.
public final class Json {
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(64).maxDocumentLength(2_000_000).maxStringLength(1_000_000).maxNumberLength(100).build();
    private static final JsonMapper MAPPER = mapper();

    /// What a text turned out to be.
    public sealed interface Reading {
        /// `value` is a map, list, text, number or truth value.
        record Tree(Object value) implements Reading {}

        /// JSON's null: said, but nothing.
        record Nothing() implements Reading {}

        /// `reason` names line and column.
        record Broken(String reason) implements Reading {}
    }

    private Json() {}

    public static Reading read(String text) {
        try {
            var value = MAPPER.readValue(text, Object.class);
            return value == null ? new Reading.Nothing() : new Reading.Tree(value);
        } catch (JsonProcessingException e) {
            return new Reading.Broken(reason(e));
        }
    }

    /// The JSON object in `text`; [Document#EMPTY] when it is something else or broken.
    public static Document document(String text) {
        return read(text) instanceof Reading.Tree(var value) ? document(value) : Document.EMPTY;
    }

    /// The tree as a document; [Document#EMPTY] when it is not an object.
    @SuppressWarnings("unchecked")
    public static Document document(Object tree) {
        return tree instanceof Map<?, ?> map ? new Document((Map<String, Object>) map) : Document.EMPTY;
    }

    public static String write(Document document) {
        return write(document.fields());
    }

    /// A tree of maps, lists, texts, numbers and truth values as compact JSON.
    public static String write(Object tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON tree: " + tree.getClass().getName(), e);
        }
    }

    private static JsonMapper mapper() {
        var mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        mapper.getFactory().setStreamReadConstraints(BOUNDS);
        return mapper;
    }

    private static String reason(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? e.getOriginalMessage()
                : e.getOriginalMessage() + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
