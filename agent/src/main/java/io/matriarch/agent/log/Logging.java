package io.matriarch.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.matriarch.agent.config.LogSection;
import io.matriarch.agent.config.LogSection.Target;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/// Sets the log up; also again, after a reload. `log.level` is for this program; libraries are written from WARNING on, or from
/// the level that `log.loggers` gives them.
public final class Logging {
    private static final String OURS = "io.matriarch";

    private Logging() {}

    /// From here on events go where the section says. The directory of a log file is made when it is missing.
    public static void start(LogSection section) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        write(context, appender(context, section));
        var level = level(section.level());
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger(OURS).setLevel(level);
        section.loggers().forEach((name, word) -> context.getLogger(name).setLevel(level(word)));
    }

    static void write(LoggerContext context, Appender<ILoggingEvent> appender) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static Appender<ILoggingEvent> appender(LoggerContext context, LogSection section) {
        Encoder<ILoggingEvent> lines = switch (section.style()) {
            case PLAIN -> new PlainLines(LineFormat.of(section.format(), section.dateFormat()));
            case JSON -> new JsonLines(section.staticFields());
        };
        return switch (section.target()) {
            case Target.StandardError() -> standardError(context, lines);
            case Target.Rotated file -> LogFile.appender(context, lines, file);
        };
    }

    static Appender<ILoggingEvent> standardError(LoggerContext context, Encoder<ILoggingEvent> lines) {
        lines.setContext(context);
        lines.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(lines);
        appender.start();
        return appender;
    }

    /// Python's words and Java's.
    static Level level(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "CRITICAL", "ERROR", "FATAL" -> Level.ERROR;
            case "WARNING", "WARN" -> Level.WARN;
            case "DEBUG" -> Level.DEBUG;
            case "TRACE", "NOTSET" -> Level.TRACE;
            case String _ -> Level.INFO;
        };
    }

    /// The word Patroni's users read.
    static String word(Level level) {
        return level == Level.WARN ? "WARNING" : level.toString();
    }
}
