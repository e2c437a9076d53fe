package io.matriarch.agent.journal;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Facts and decisions as JSON trees, by the components of their records: no field can be forgotten. [Decoder] reads them.
///
/// A record is an object. One that only wraps a value (`MemberName`, `Moment`, `Document`) is that value. A case of a sealed
/// interface names itself under `is`, or is only its name when it has nothing to say. Durations are ISO text (`PT10S`).
final class Codec {
    static final String CASE = "is";

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

    /// This is not what any program that this one knows of would have written.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String reason) {
            super(reason);
        }
    }

    /// One record class: its components, and whether it is a case of something or a mere wrapper.
    record Shape(Class<?> type, List<RecordComponent> components, boolean isCase) {
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

        private static Object component(Record value, RecordComponent component) {
            try {
                return component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("a record's accessor is public: " + component, impossible);
            }
        }

        Object make(List<Object> values) {
            try {
                return type.getConstructor(components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new)).newInstance(values.toArray());
            } catch (ReflectiveOperationException e) {
                throw new Unreadable("no " + type.getSimpleName() + " can be made of " + values);
            }
        }
    }
}
