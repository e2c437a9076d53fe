package io.matriarch.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matriarch.core.view.Document;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;

/// JSON text in and out. Strict in: one object, no duplicate keys, nothing after it. Out: spaced and escaped as Python's json module does it,
/// because scripts in the field grep for `"state": "running"`.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer(new PythonSpacing());
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    sealed interface Read {
        record Parsed(Document document) implements Read {}

        record Broken(String reason) implements Read {}
    }

    static Buffer write(Object tree) {
        try {
            return Buffer.buffer(WRITER.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The one object in `text`, or why it is none.
    static Read read(Buffer text) {
        try {
            var fields = MAPPER.readValue(text.getBytes(), OBJECT);
            return fields == null ? new Read.Broken("not a JSON object") : new Read.Parsed(new Document(fields));
        } catch (JsonProcessingException e) {
            return new Read.Broken(e.getOriginalMessage());
        } catch (IOException e) {
            return new Read.Broken("unreadable");
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
