package io.matriarch.agent.journal;

import io.matriarch.agent.journal.Codec.Shape;
import io.matriarch.agent.journal.Codec.Unreadable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What stands for a component that a line does not have, so that the rest of the line can be shown: nothing, as far as its type can say
/// nothing. Never a ground to decide anything again.
///
/// A word out of several none of which says that it is not known, and a choice without a case for "nothing", have no blank: any of them would be a claim (a server that is
/// stopped, an etcd that is silent).
final class Blank {
    private static final Set<String> NOTHING = Set.of("None", "Absent", "Idle", "Unknown", "NotAsked", "Missing", "Off", "Nothing");

    private Blank() {}

    static Optional<Object> of(Type type) {
        return switch (type) {
            case ParameterizedType p when p.getRawType() == List.class -> Optional.of(List.of());
            case ParameterizedType p when p.getRawType() == Map.class -> Optional.of(Map.of());
            case Class<?> c when c == Duration.class -> Optional.of(Duration.ZERO);
            case Class<?> c when c == String.class -> Optional.of("");
            case Class<?> c when c == boolean.class -> Optional.of(false);
            case Class<?> c when c == int.class -> Optional.of(0);
            case Class<?> c when c == long.class -> Optional.of(0L);
            case Class<?> c when c.isEnum() -> Arrays.stream(c.getEnumConstants()).filter(word -> ((Enum<?>) word).name().equals("UNKNOWN")).<Object>map(word -> word).findFirst();
            case Class<?> c when c.isSealed() -> Decoder.cases(c).filter(one -> NOTHING.contains(one.getSimpleName())).map(one -> record(Shape.of(one))).flatMap(Optional::stream).findFirst();
            case Class<?> c when c.isRecord() -> unknown(c).or(() -> record(Shape.of(c)));
            case Type _ -> Optional.empty();
        };
    }

    /// What the type itself calls unknown.
    private static Optional<Object> unknown(Class<?> type) {
        return Arrays.stream(type.getFields()).filter(field -> field.getName().equals("UNKNOWN") && field.getType() == type).findFirst().map(field -> {
            try {
                return field.get(type);
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static Optional<Object> record(Shape shape) {
        var parts = shape.components().stream().map(RecordComponent::getGenericType).map(Blank::of).toList();
        if (!parts.stream().allMatch(Optional::isPresent)) return Optional.empty();
        try {
            return Optional.of(shape.make(parts.stream().map(Optional::orElseThrow).toList()));
        } catch (Unreadable refused) {
            return Optional.empty();
        }
    }
}
