package io.matriarch.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.matriarch.core.view.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text to plain trees, and back ([JsonText]).
///
/// Reading is strict (a key twice, a tail after the value, more than 64 levels or 4 million characters are errors) and never throws.
/// On jackson-core alone: jackson-databind, which could do the same, is some 470 more classes in memory.
public final class Json {
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(64).maxDocumentLength(4_000_000).maxStringLength(1_000_000).maxNumberLength(100).build();
    static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(BOUNDS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

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
        try (var in = FACTORY.createParser(text)) {
            return reading(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory has no trouble of that kind
        }
    }

    /// The same of UTF-8. What is no UTF-8 is broken.
    public static Reading read(byte[] text) {
        try (var in = FACTORY.createParser(text)) {
            return reading(in);
        } catch (IOException e) {
            return new Reading.Broken("no UTF-8");
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

    private static Reading reading(JsonParser in) throws IOException {
        try {
            if (in.nextToken() == null) return new Reading.Broken("no JSON: nothing but blanks");
            var reading = in.currentToken() == JsonToken.VALUE_NULL ? new Reading.Nothing() : new Reading.Tree(value(in));
            return in.nextToken() == null ? reading : new Reading.Broken(reason(new JsonParseException(in, "more after the end of the value")));
        } catch (JsonProcessingException e) {
            return new Reading.Broken(reason(e));
        }
    }

    private static Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getNumberValue();
            case VALUE_NUMBER_FLOAT -> finite(in);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> throw new JsonParseException(in, "no value");
        };
    }

    /// What is beyond all numbers would be written back as no JSON.
    private static Number finite(JsonParser in) throws IOException {
        var number = in.getNumberValue();
        if (Double.isInfinite(number.doubleValue())) throw new JsonParseException(in, "a number too large");
        return number;
    }

    private static Map<String, Object> object(JsonParser in) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            fields.put(name, value(in));
        }
        return fields;
    }

    private static List<Object> list(JsonParser in) throws IOException {
        var items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) items.add(value(in));
        return items;
    }

    private static String reason(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null ? e.getOriginalMessage()
                : e.getOriginalMessage() + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
