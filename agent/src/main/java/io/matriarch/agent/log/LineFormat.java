package io.matriarch.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Patroni's `log.format`, which is Python's: `%(asctime)s %(levelname)s: %(message)s`. Words that are not known stay as they are.
record LineFormat(List<Function<ILoggingEvent, String>> parts) {
    private static final Pattern WORD = Pattern.compile("%\\(([a-z]+)\\)-?\\d*[sd]", Pattern.CASE_INSENSITIVE);
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
            parts.add(word(words.group(1), words.group(), time));
            end = words.end();
        }
        var rest = format.substring(end);
        parts.add(_ -> rest);
        return new LineFormat(List.copyOf(parts));
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
