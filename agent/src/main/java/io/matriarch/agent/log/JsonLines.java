package io.matriarch.agent.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.matriarch.json.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// One JSON object a line: time (UTC), level, logger, thread, message, perhaps exception, and the fixed fields.
final class JsonLines extends LineEncoder {
    private final Map<String, String> fixed;

    JsonLines(Map<String, String> fixed) {
        this.fixed = fixed;
    }

    @Override
    String line(ILoggingEvent event) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        fields.put("level", Logging.word(event.getLevel()));
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", String.valueOf(event.getFormattedMessage()));
        if (event.getThrowableProxy() != null) fields.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        fields.putAll(fixed);
        return JsonText.dense(fields) + "\n";
    }
}
