package io.matriarch.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/// One event, one text, and nothing before or after all of them.
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
    /// With its line end.
    abstract String line(ILoggingEvent event);

    @Override
    public final byte[] encode(ILoggingEvent event) {
        return line(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public final byte[] footerBytes() {
        return new byte[0];
    }
}
