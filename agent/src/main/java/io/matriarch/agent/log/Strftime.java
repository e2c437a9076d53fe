package io.matriarch.agent.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.util.Locale;

/// Patroni's `log.dateformat`, which is strftime(3)'s: `%Y-%m-%d %H:%M:%S %z`. A letter that is not known here stays as it is written.
final class Strftime {
    private Strftime() {}

    static DateTimeFormatter formatter(String format) {
        var builder = new DateTimeFormatterBuilder();
        for (var i = 0; i < format.length(); i++) {
            var letter = format.charAt(i);
            if (letter != '%' || i + 1 == format.length()) builder.appendLiteral(letter);
            else append(builder, format.charAt(++i));
        }
        return builder.toFormatter(Locale.ENGLISH).withZone(ZoneId.systemDefault());
    }

    private static void append(DateTimeFormatterBuilder builder, char letter) {
        switch (letter) {
            case 'Y' -> builder.appendPattern("uuuu");
            case 'y' -> builder.appendPattern("uu");
            case 'm' -> builder.appendPattern("MM");
            case 'd' -> builder.appendPattern("dd");
            case 'H' -> builder.appendPattern("HH");
            case 'I' -> builder.appendPattern("hh");
            case 'M' -> builder.appendPattern("mm");
            case 'S' -> builder.appendPattern("ss");
            case 'f' -> builder.appendPattern("SSSSSS");
            case 'j' -> builder.appendPattern("DDD");
            case 'p' -> builder.appendPattern("a");
            case 'a' -> builder.appendPattern("EEE");
            case 'A' -> builder.appendPattern("EEEE");
            case 'b' -> builder.appendPattern("MMM");
            case 'B' -> builder.appendPattern("MMMM");
            case 'z' -> builder.appendOffset("+HHMM", "+0000");
            case 'Z' -> builder.appendZoneText(TextStyle.SHORT);
            case 'F' -> builder.appendPattern("uuuu-MM-dd");
            case 'T' -> builder.appendPattern("HH:mm:ss");
            case '%' -> builder.appendLiteral('%');
            default -> builder.appendLiteral('%').appendLiteral(letter);
        }
    }
}
