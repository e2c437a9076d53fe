package io.matriarch.core.sim;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A fault in words and back, exactly. The words are [FaultKind]'s; here is how each part of a fault is written: durations in seconds.
final class FaultText {
    private static final Pattern SECONDS = Pattern.compile("(-?\\d+(?:\\.\\d{1,9})?)s");
    private static final Map<FaultKind, Pattern> PATTERNS = Arrays.stream(FaultKind.values()).collect(Collectors.toMap(kind -> kind,
            kind -> Pattern.compile(Pattern.quote(kind.words).replace("{}", "\\E(\\S+)\\Q"))));

    private FaultText() {}

    static String say(Fault fault) {
        var text = new StringBuilder(FaultKind.of(fault).words);
        for (var part : fault.getClass().getRecordComponents()) {
            var gap = text.indexOf("{}");
            text.replace(gap, gap + 2, word(value(fault, part)));
        }
        return text.toString();
    }

    /// An [IllegalArgumentException] when it is not a fault.
    static Fault read(String words) {
        for (var kind : FaultKind.values()) {
            var found = PATTERNS.get(kind).matcher(words);
            if (found.matches()) return made(kind.type, i -> found.group(i + 1));
        }
        throw new IllegalArgumentException("no such fault: " + words);
    }

    static String seconds(Duration duration) {
        return duration.equals(Fault.FOR_EVER) ? "ever" : BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString() + "s";
    }

    static Duration duration(String word) {
        if (word.equals("ever")) return Fault.FOR_EVER;
        var found = SECONDS.matcher(word);
        if (!found.matches()) throw new IllegalArgumentException("not a duration in seconds, such as 1.5s: " + word);
        return Duration.ofNanos(new BigDecimal(found.group(1)).movePointRight(9).longValueExact());
    }

    private static String word(Object part) {
        return switch (part) {
            case Duration duration -> seconds(duration);
            case Whom whom -> whom.text();
            case Share(var percent) -> percent + "%";
            case Enum<?> side -> side.name().toLowerCase(Locale.ROOT);
            case Object other -> other.toString();
        };
    }

    private static Object part(Class<?> type, String word) {
        if (type == Duration.class) return duration(word);
        if (type == Whom.class) return Whom.read(word);
        if (type == Share.class) return new Share(Integer.parseInt(word.replace("%", "")));
        if (type == Fault.Side.class) return Fault.Side.valueOf(word.toUpperCase(Locale.ROOT));
        return type == long.class ? (Object) Long.valueOf(word) : word;
    }

    private interface Words {
        String at(int index);
    }

    private static Fault made(Class<? extends Fault> type, Words words) {
        var parts = type.getRecordComponents();
        var values = new Object[parts.length];
        for (var i = 0; i < parts.length; i++) values[i] = part(parts[i].getType(), words.at(i));
        try {
            return type.cast(type.getDeclaredConstructors()[0].newInstance(values));
        } catch (ReflectiveOperationException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Whom it strikes, as it says.
    static List<Whom> whoms(Fault fault) {
        return Arrays.stream(fault.getClass().getRecordComponents()).filter(part -> part.getType() == Whom.class).map(part -> (Whom) value(fault, part)).toList();
    }

    private static Object value(Fault fault, RecordComponent part) {
        try {
            return part.getAccessor().invoke(fault);
        } catch (ReflectiveOperationException never) {
            throw new IllegalStateException(never);
        }
    }
}
