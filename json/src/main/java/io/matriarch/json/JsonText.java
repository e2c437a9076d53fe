package io.matriarch.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.matriarch.core.view.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Trees (documents, maps, lists, texts, numbers, truth values) as JSON in ASCII: key order kept, everything else escaped.
public final class JsonText {
    private static final MinimalPrettyPrinter DENSE = new MinimalPrettyPrinter();
    private static final PythonSpacing SPACED = new PythonSpacing();

    private JsonText() {}

    /// One line without blanks, as Patroni writes its keys in etcd.
    public static String dense(Object tree) {
        return new String(bytes(tree, DENSE), StandardCharsets.US_ASCII);
    }

    /// Spaced as Python's json module does it, because scripts in the field grep for `"state": "running"`.
    public static byte[] spaced(Object tree) {
        return bytes(tree, SPACED);
    }

    private static byte[] bytes(Object tree, PrettyPrinter spacing) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = Json.FACTORY.createGenerator(bytes)) {
            write(tree, out.setPrettyPrinter(spacing));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has no trouble of that kind
        }
        return bytes.toByteArray();
    }

    private static void write(Object tree, JsonGenerator out) throws IOException {
        switch (tree) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Boolean truth -> out.writeBoolean(truth);
            case Number number -> out.writePOJO(number);
            case Document document -> write(document.fields(), out);
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
            case Object other -> throw new IllegalArgumentException("not a JSON tree: " + other.getClass().getName());
        }
    }

    private static final class PythonSpacing extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;
        private static final SerializedString COLON = new SerializedString(": ");
        private static final SerializedString COMMA = new SerializedString(", ");

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(COLON);
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(COMMA);
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(COMMA);
        }
    }
}
