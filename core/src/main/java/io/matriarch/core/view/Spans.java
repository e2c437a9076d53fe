package io.matriarch.core.view;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Spans of time as PostgreSQL and Patroni write them: `30min`, `2 h`, `1800` (seconds).
public final class Spans {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d|)", Pattern.CASE_INSENSITIVE);

    private Spans() {}

    /// `otherwise` when the text is not understood.
    public static Duration of(String text, Duration otherwise) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) return otherwise;
        var number = Long.parseLong(form.group(1));
        return switch (form.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(number);
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case String _ -> Duration.ofSeconds(number);
        };
    }
}
