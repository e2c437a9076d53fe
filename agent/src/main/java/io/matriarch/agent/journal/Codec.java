package io.matriarch.agent.journal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Facts and decisions as JSON trees and back, by the components of their records: no field can be forgotten.
///
/// A record is an object. One that only wraps a value (`MemberName`, `Moment`, `Document`) is that value. A case of a sealed
/// interface names itself under `is`, or is only its name when it has nothing to say. Durations are ISO text (`PT10S`).
final class Codec {
    private static final String CASE = "is";

    private Codec() {}

    static Object encode(Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case Enum<?> word -> word.name();
            case Record r -> Shape.of(r.getClass()).encode(r);
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, Object>();
                map.forEach((k, v) -> fields.put(String.valueOf(encode(k)), encode(v)));
                yield fields;
            }
            case List<?> list -> list.stream().map(Codec::encode).toList();
            case Object other -> other.toString();
        };
    }

    /// The value of type `type` that was encoded as `tree`. Throws [Unreadable] when it is none, for instance of another version.
    static <T> T decode(Object tree, Class<T> type) {
        return type.cast(read(tree, type));
    }

    /// This is not what today's program would have written.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String reason) {
            super(reason);
        }
    }

    private static Object read(Object tree, Type type) {
        return switch (type) {
            case ParameterizedType p when p.getRawType() == List.class -> list(tree, p.getActualTypeArguments()[0]);
            case ParameterizedType p when p.getRawType() == Map.class -> map(tree, p.getActualTypeArguments()[0], p.getActualTypeArguments()[1]);
            case Class<?> c when c == Object.class -> tree;
            case Class<?> c when c == Duration.class -> Duration.parse(expect(tree, String.class, type));
            case Class<?> c when c == String.class -> expect(tree, String.class, type);
            case Class<?> c when c == boolean.class -> expect(tree, Boolean.class, type);
            case Class<?> c when c == int.class -> (int) number(tree, type);
            case Class<?> c when c == long.class -> number(tree, type);
            case Class<?> c when c.isEnum() -> word(expect(tree, String.class, type), c);
            case Class<?> c when c.isSealed() -> Shape.of(choice(tree, c)).decode(tree);
            case Class<?> c when c.isRecord() -> Shape.of(c).decode(tree);
            case Type other -> throw new Unreadable("no way to read a " + other.getTypeName());
        };
    }

    private static long number(Object tree, Type type) {
        return tree instanceof String text && text.matches("-?\\d{1,19}") ? Long.parseLong(text) : expect(tree, Number.class, type).longValue();
    }

    private static Object word(String name, Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).filter(e -> ((Enum<?>) e).name().equals(name)).findFirst()
                .orElseThrow(() -> new Unreadable("no " + type.getSimpleName() + ": " + name));
    }

    private static List<Object> list(Object tree, Type item) {
        var items = new ArrayList<>();
        for (var part : expect(tree, List.class, item)) items.add(read(part, item));
        return items;
    }

    /// Keys are text in JSON; the wrapped value of a key type is read from that text.
    private static Map<Object, Object> map(Object tree, Type key, Type value) {
        var fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> field : ((Map<?, ?>) expect(tree, Map.class, value)).entrySet()) fields.put(read(field.getKey(), key), read(field.getValue(), value));
        return fields;
    }

    private static Class<?> choice(Object tree, Class<?> type) {
        var name = tree instanceof Map<?, ?> fields ? fields.get(CASE) : tree;
        return cases(type).filter(c -> c.getSimpleName().equals(name)).findFirst()
                .orElseThrow(() -> new Unreadable("no " + type.getSimpleName() + " is called " + name));
    }

    private static Stream<Class<?>> cases(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Codec::cases) : Stream.of(type);
    }

    private static <T> T expect(Object tree, Class<T> kind, Type type) {
        if (kind.isInstance(tree)) return kind.cast(tree);
        throw new Unreadable(type.getTypeName() + " expected, not " + tree);
    }

    /// One record class: its components, and whether it is a case of something or a mere wrapper.
    private record Shape(Class<?> type, List<RecordComponent> components, boolean isCase) {
        private static final ClassValue<Shape> KNOWN = new ClassValue<>() {
            @Override
            protected Shape computeValue(Class<?> type) {
                return new Shape(type, List.of(type.getRecordComponents()), Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed));
            }
        };

        static Shape of(Class<?> type) {
            return KNOWN.get(type);
        }

        boolean wraps() {
            return !isCase && components.size() == 1;
        }

        Object encode(Record value) {
            if (wraps()) return Codec.encode(component(value, components.getFirst()));
            if (isCase && components.isEmpty()) return type.getSimpleName();
            var fields = new LinkedHashMap<String, Object>();
            if (isCase) fields.put(CASE, type.getSimpleName());
            components.forEach(c -> fields.put(c.getName(), Codec.encode(component(value, c))));
            return fields;
        }

        Object decode(Object tree) {
            if (wraps()) return make(List.of(read(tree, components.getFirst().getGenericType())));
            if (components.isEmpty()) return make(List.of());
            var fields = expect(tree, Map.class, type);
            return make(components.stream().map(c -> {
                if (!fields.containsKey(c.getName())) throw new Unreadable(type.getSimpleName() + " has no " + c.getName());
                return read(fields.get(c.getName()), c.getGenericType());
            }).toList());
        }

        private static Object component(Record value, RecordComponent component) {
            try {
                return component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("a record's accessor is public: " + component, impossible);
            }
        }

        private Object make(List<Object> values) {
            try {
                return type.getConstructor(components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new)).newInstance(values.toArray());
            } catch (ReflectiveOperationException e) {
                throw new Unreadable("no " + type.getSimpleName() + " can be made of " + values);
            }
        }
    }
}
