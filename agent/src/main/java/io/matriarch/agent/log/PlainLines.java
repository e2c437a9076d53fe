package io.matriarch.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;

/// Lines for people.
final class PlainLines extends LineEncoder {
    private final LineFormat format;

    PlainLines(LineFormat format) {
        this.format = format;
    }

    @Override
    String line(ILoggingEvent event) {
        return format.line(event);
    }
}
