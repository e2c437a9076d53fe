package io.matriarch.agent.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.matriarch.agent.config.LogSection.Target.Rotated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `matriarch.log`, and `matriarch.log.1` ... for what was in it before.
final class LogFile extends RollingFileAppender<ILoggingEvent> {
    static final String NAME = "matriarch.log";
    private final String mode;

    private LogFile(String mode) {
        this.mode = mode;
    }

    static Appender<ILoggingEvent> appender(LoggerContext context, Encoder<ILoggingEvent> lines, Rotated target) {
        lines.setContext(context);
        lines.start();
        var appender = new LogFile(target.mode());
        var path = target.directory().resolve(NAME).toString();
        appender.setContext(context);
        appender.setFile(path);
        appender.setEncoder(lines);
        appender.rotate(context, path, target);
        appender.start();
        return appender;
    }

    private void rotate(LoggerContext context, String path, Rotated target) {
        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setMaxFileSize(new FileSize(target.files() == 0 ? Long.MAX_VALUE : target.bytes()));
        size.setCheckIncrement(Duration.buildByMilliseconds(1000));
        size.setContext(context);
        size.start();
        setTriggeringPolicy(size);
        var window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(this);
        window.setFileNamePattern(path + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(Math.max(1, target.files()));
        window.start();
        setRollingPolicy(window);
    }

    /// The file is made with its mode before anything is written to it, also after each change of files.
    @Override
    public void openFile(String name) throws IOException {
        var file = Path.of(name);
        if (file.getParent() != null) Files.createDirectories(file.getParent());
        if (!Files.exists(file)) Files.createFile(file);
        Files.setAttribute(file, "unix:mode", Integer.parseInt(mode.replace("o", ""), 8));
        super.openFile(name);
    }
}
