package io.matriarch.agent.config;

import java.nio.file.Path;
import java.util.Map;

/// `log`. Levels are Patroni's words in upper case (CRITICAL ERROR WARNING INFO DEBUG), `format` its pattern, `dateFormat` strftime's, or empty for Patroni's usual one.
public record LogSection(Style style, String level, String format, String dateFormat, Map<String, String> staticFields, Target target, Map<String, String> loggers) {
    public static final String DEFAULT_FORMAT = "%(asctime)s %(levelname)s: %(message)s";

    public enum Style { PLAIN, JSON }

    public sealed interface Target {
        record StandardError() implements Target {}

        /// `matriarch.log` in `directory`, changed after `bytes`, `files` old ones kept, made with `mode` (`0600`).
        record Rotated(Path directory, int files, long bytes, String mode) implements Target {}
    }

    public LogSection {
        staticFields = Map.copyOf(staticFields);
        loggers = Map.copyOf(loggers);
    }
}
