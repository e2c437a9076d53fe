package io.matriarch.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// One JSON object a line: time (UTC), level, logger, thread, message, perhaps exception, and the fixed fields.
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private final Map<String, String> fixed;

    JsonLines(Map<String, String> fixed) {
        this.fixed = fixed;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        fields.put("level", Logging.word(event.getLevel()));
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", String.valueOf(event.getFormattedMessage()));
        if (event.getThrowableProxy() != null) fields.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        fields.putAll(fixed);
        return fields.entrySet().stream().map(e -> text(e.getKey()) + ":" + text(e.getValue()))
                .collect(Collectors.joining(",", "{", "}\n")).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String value) {
        var text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') text.append('\\').append((char) c);
            else if (c == '\n') text.append("\\n");
            else if (c < 0x20 || c == 0x7f) text.append(String.format("\\u%04x", c));
            else text.append((char) c);
        });
        return text.append('"').toString();
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
