package io.matriarch.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.matriarch.core.view.Document;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text in and out. Strict in: one object, at most 64 levels, no duplicate keys, nothing after it. Out: spaced and escaped as Python's
/// json module does it, because scripts in the field grep for `"state": "running"`.
///
/// On jackson-core alone: jackson-databind, which could do the same, is some 470 more classes in memory.
/// Longer than most files here: the two directions belong together.
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final PythonSpacing SPACING = new PythonSpacing();
    private static final MinimalPrettyPrinter DENSE = new MinimalPrettyPrinter();

    private Json() {}

    /// What a text turned out to be.
    public sealed interface Read {
        record Parsed(Document document) implements Read {}

        record Broken(String reason) implements Read {}
    }

    static Buffer write(Object tree) {
        return Buffer.buffer(bytes(tree, SPACING));
    }

    /// `tree` (maps, lists, text, numbers, truth values) in one line of ASCII without blanks.
    public static String line(Object tree) {
        return new String(bytes(tree, DENSE), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(Object tree, PrettyPrinter spacing) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = FACTORY.createGenerator(bytes)) {
            write(tree, out.setPrettyPrinter(spacing));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Read read(Buffer text) {
        return read(text.getBytes());
    }

    /// The one object in `text` (UTF-8), or why it is none.
    public static Read read(byte[] text) {
        try (var in = FACTORY.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) return new Read.Broken("not a JSON object");
            var fields = object(in);
            return in.nextToken() == null ? new Read.Parsed(new Document(fields)) : new Read.Broken("more after the end of the object");
        } catch (JsonProcessingException e) {
            return new Read.Broken(e.getOriginalMessage());
        } catch (IOException e) {
            return new Read.Broken("unreadable");
        }
    }

    private static Object value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> list(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> throw new JsonParseException(in, "no value");
        };
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

    private static void write(Object tree, JsonGenerator out) throws IOException {
        switch (tree) {
            case Map<?, ?> fields -> {
                out.writeStartObject();
                for (var field : fields.entrySet()) {
                    out.writeFieldName(field.getKey().toString());
                    write(field.getValue(), out);
                }
                out.writeEndObject();
            }
            case Iterable<?> items -> {
                out.writeStartArray();
                for (var item : items) write(item, out);
                out.writeEndArray();
            }
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Number number -> out.writePOJO(number);
            case Object other -> throw new IllegalArgumentException("not a JSON tree: " + other.getClass().getName());
        }
    }

    private static final class PythonSpacing extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }
    }
}
