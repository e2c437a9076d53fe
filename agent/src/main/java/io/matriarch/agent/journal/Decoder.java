package io.matriarch.agent.journal;

import io.matriarch.agent.journal.Codec.Shape;
import io.matriarch.agent.journal.Codec.Unreadable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what [Codec] wrote, also another version of it: a component that is not there, or cannot be understood, becomes a [Blank] and is
/// named as missing; one that nobody knows is left out and named as ignored. Only where there is no blank is the whole unreadable.
///
/// One instance reads one tree.
final class Decoder {
    private final List<String> missing = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    /// The value of type `type` that was encoded as `tree`. Throws [Unreadable] when nothing can stand for a part that is missing.
    <T> T decode(Object tree, Class<T> type) {
        return type.cast(read(tree, type, ""));
    }

    Gaps gaps() {
        return new Gaps(missing, ignored);
    }

    private Object read(Object tree, Type type, String path) {
        return switch (type) {
            case ParameterizedType p when p.getRawType() == List.class -> list(tree, p.getActualTypeArguments()[0], path);
            case ParameterizedType p when p.getRawType() == Map.class -> map(tree, p.getActualTypeArguments()[0], p.getActualTypeArguments()[1], path);
            case Class<?> c when c == Object.class -> tree;
            case Class<?> c when c == Duration.class -> Duration.parse(expect(tree, String.class, type, path));
            case Class<?> c when c == String.class -> expect(tree, String.class, type, path);
            case Class<?> c when c == boolean.class -> expect(tree, Boolean.class, type, path);
            case Class<?> c when c == int.class -> (int) number(tree, type, path);
            case Class<?> c when c == long.class -> number(tree, type, path);
            case Class<?> c when c.isEnum() -> word(expect(tree, String.class, type, path), c, path);
            case Class<?> c when c.isSealed() -> record(tree, Shape.of(choice(tree, c, path)), path);
            case Class<?> c when c.isRecord() -> record(tree, Shape.of(c), path);
            case Type other -> throw new Unreadable("no way to read a " + other.getTypeName() + at(path));
        };
    }

    private Object record(Object tree, Shape shape, String path) {
        if (shape.wraps()) return shape.make(List.of(read(tree, shape.components().getFirst().getGenericType(), path)));
        var fields = fields(tree, shape);
        fields.keySet().stream().filter(key -> !(shape.isCase() && key.equals(Codec.CASE)) && shape.components().stream().noneMatch(c -> c.getName().equals(key)))
                .forEach(key -> ignored.add(below(path, key.toString())));
        return shape.make(shape.components().stream().map(c -> component(fields, c, below(path, c.getName()))).toList());
    }

    /// A case that is only its name had nothing to say then; a bare value was the only component of its record then.
    private static Map<?, ?> fields(Object tree, Shape shape) {
        if (tree instanceof Map<?, ?> fields) return fields;
        return shape.components().isEmpty() || tree instanceof String name && shape.isCase() && name.equals(shape.type().getSimpleName()) ? Map.of()
                : Map.of(shape.components().getFirst().getName(), Optional.ofNullable(tree).orElse(""));
    }

    private Object component(Map<?, ?> fields, RecordComponent component, String path) {
        var type = component.getGenericType();
        if (!fields.containsKey(component.getName())) {
            missing.add(path);
            return Blank.of(type).orElseThrow(() -> new Unreadable("there is no " + path));
        }
        try {
            return read(fields.get(component.getName()), type, path);
        } catch (Unreadable | java.time.DateTimeException e) {
            var reason = e instanceof Unreadable ? e.getMessage() : e.getMessage() + at(path);
            var blank = Blank.of(type).orElseThrow(() -> new Unreadable(reason));
            missing.add(path + " (" + reason + ")");
            return blank;
        }
    }

    /// An item that cannot be understood is left out.
    private List<Object> list(Object tree, Type item, String path) {
        var items = new ArrayList<>();
        int number = 0;
        for (var part : expect(tree, List.class, item, path)) {
            var place = path + "[" + number++ + "]";
            try {
                items.add(read(part, item, place));
            } catch (Unreadable e) {
                missing.add(place + " (" + e.getMessage() + ")");
            }
        }
        return items;
    }

    /// Keys are text in JSON; the wrapped value of a key type is read from that text.
    private Map<Object, Object> map(Object tree, Type key, Type value, String path) {
        var fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> field : ((Map<?, ?>) expect(tree, Map.class, value, path)).entrySet())
            fields.put(read(field.getKey(), key, path), read(field.getValue(), value, below(path, String.valueOf(field.getKey()))));
        return fields;
    }

    private static long number(Object tree, Type type, String path) {
        return tree instanceof String text && text.matches("-?\\d{1,19}") ? Long.parseLong(text) : expect(tree, Number.class, type, path).longValue();
    }

    private static Object word(String name, Class<?> type, String path) {
        return Arrays.stream(type.getEnumConstants()).filter(e -> ((Enum<?>) e).name().equals(name)).findFirst()
                .orElseThrow(() -> new Unreadable("no " + type.getSimpleName() + " is called " + name + at(path)));
    }

    private static Class<?> choice(Object tree, Class<?> type, String path) {
        var name = tree instanceof Map<?, ?> fields ? fields.get(Codec.CASE) : tree;
        return cases(type).filter(c -> c.getSimpleName().equals(name)).findFirst()
                .orElseThrow(() -> new Unreadable("no " + type.getSimpleName() + " is called " + name + at(path)));
    }

    static Stream<Class<?>> cases(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Decoder::cases) : Stream.of(type);
    }

    private static <T> T expect(Object tree, Class<T> kind, Type type, String path) {
        if (kind.isInstance(tree)) return kind.cast(tree);
        throw new Unreadable(type.getTypeName() + " expected, not " + tree + at(path));
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String at(String path) {
        return path.isEmpty() ? "" : ", at " + path;
    }
}
