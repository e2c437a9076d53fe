package io.matriarch.core.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A JSON object as an immutable tree: maps, lists, text, numbers, truth values. Key order is kept, unknown keys too.
public record Document(Map<String, Object> fields) {
    public static final Document EMPTY = new Document(Map.of());

    public Document {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public boolean has(String key) {
        return fields.get(key) != null;
    }

    /// The value as text, or `otherwise` when the key is missing.
    public String text(String key, String otherwise) {
        var value = fields.get(key);
        return value == null ? otherwise : value.toString();
    }

    /// The whole number under `key`, written as a number or as text; `otherwise` when missing or not a number.
    public long number(String key, long otherwise) {
        return switch (fields.get(key)) {
            case Number n -> n.longValue();
            case String s when s.matches("-?\\d{1,18}") -> Long.parseLong(s);
            case null -> otherwise;
            case Object _ -> otherwise;
        };
    }

    /// Patroni's reading of a truth value: `true on yes 1` in any case.
    public boolean truth(String key, boolean otherwise) {
        return switch (fields.get(key)) {
            case Boolean b -> b;
            case null -> otherwise;
            case Object o -> o.toString().matches("(?i)true|on|yes|1");
        };
    }

    @SuppressWarnings("unchecked")
    public Document section(String key) {
        return fields.get(key) instanceof Map<?, ?> map ? new Document((Map<String, Object>) map) : EMPTY;
    }

    public List<?> list(String key) {
        return fields.get(key) instanceof List<?> list ? list : List.of();
    }

    public Document with(String key, Object value) {
        var copy = new LinkedHashMap<>(fields);
        copy.put(key, value);
        return new Document(copy);
    }

    /// Patroni's PATCH: null removes a key, objects merge, everything else replaces.
    public Document patched(Document patch) {
        var result = new LinkedHashMap<>(fields);
        patch.fields.forEach((key, value) -> {
            if (value == null) result.remove(key);
            else if (value instanceof Map<?, ?>) result.put(key, section(key).patched(patch.section(key)).fields);
            else result.put(key, value);
        });
        return new Document(result);
    }

    /// Whether both say the same when every leaf is read as text (`5` and `"5"` are equal, as in Patroni).
    public boolean says(Document other) {
        return asText(fields).equals(asText(other.fields));
    }

    private static Object asText(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((k, v) -> copy.put(k, asText(v)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Document::asText).toList();
            case null -> "";
            case Object o -> Objects.toString(o);
        };
    }
}
