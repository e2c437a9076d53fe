package io.matriarch.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Patroni's `log.format`, which is Python's: `%(asctime)s %(levelname)s: %(message)s`, with widths (`%(levelname)-8s`), and `%%` for `%`. Words that are not
/// known stay as they are.
record LineFormat(List<Function<ILoggingEvent, String>> parts) {
    private static final Pattern WORD = Pattern.compile("%%|%\\(([a-z]+)\\)(-?)(\\d{0,3})[sd]", Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS").withZone(ZoneId.systemDefault());
    private static final String PID = String.valueOf(ProcessHandle.current().pid());

    /// `dateFormat` is [Strftime]'s; empty for `2026-11-21 14:02:11,402`.
    static LineFormat of(String format, String dateFormat) {
        var time = dateFormat.isEmpty() ? TIME : Strftime.formatter(dateFormat);
        var parts = new ArrayList<Function<ILoggingEvent, String>>();
        var words = WORD.matcher(format);
        int end = 0;
        while (words.find()) {
            var before = format.substring(end, words.start());
            parts.add(_ -> before);
            parts.add(words.group(1) == null ? _ -> "%" : padded(words, word(words.group(1), words.group(), time)));
            end = words.end();
        }
        var rest = format.substring(end);
        parts.add(_ -> rest);
        return new LineFormat(List.copyOf(parts));
    }

    /// To the right, as Python does, or to the left with a `-`; what is longer is not cut. A width that begins with 0 is of numbers, and fills up with zeros.
    private static Function<ILoggingEvent, String> padded(MatchResult written, Function<ILoggingEvent, String> word) {
        if (written.group(3).isEmpty()) return word;
        var width = Integer.parseInt(written.group(3));
        var left = written.group(2).equals("-");
        var fill = !left && written.group(3).startsWith("0") && written.group().endsWith("d") ? "0" : " ";
        return event -> {
            var text = word.apply(event);
            var missing = fill.repeat(Math.max(0, width - text.length()));
            return left ? text + missing : missing + text;
        };
    }

    private static Function<ILoggingEvent, String> word(String name, String written, DateTimeFormatter time) {
        return switch (name) {
            case "asctime" -> event -> time.format(Instant.ofEpochMilli(event.getTimeStamp()));
            case "levelname" -> event -> Logging.word(event.getLevel());
            case "message" -> event -> oneLine(event.getFormattedMessage());
            case "name" -> ILoggingEvent::getLoggerName;
            case "threadName" -> ILoggingEvent::getThreadName;
            case "process" -> _ -> PID;
            case String _ -> _ -> written;
        };
    }

    /// One line, and after it the stack trace of a bug.
    String line(ILoggingEvent event) {
        var line = new StringBuilder();
        parts.forEach(part -> line.append(part.apply(event)));
        line.append('\n');
        if (event.getThrowableProxy() != null) line.append(ThrowableProxyUtil.asString(event.getThrowableProxy())).append('\n');
        return line.toString();
    }

    /// What others sent (names, answers) must not look like lines of ours, nor steer a terminal.
    private static String oneLine(String message) {
        if (message == null) return "";
        return message.chars().noneMatch(Character::isISOControl) ? message
                : message.replace("\r", "").replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
    }
}
