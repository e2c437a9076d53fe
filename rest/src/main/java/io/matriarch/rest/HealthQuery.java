package io.matriarch.rest;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;

/// The parameters of a health check. `replicationState` is empty when it was not asked for.
record HealthQuery(Lag lag, String replicationState, boolean modeWrite, Map<String, String> tags) {
    static final HealthQuery NONE = new HealthQuery(new Lag.Unbounded(), "", false, Map.of());
    private static final Pattern SIZE = Pattern.compile("\\s*(\\d{1,18}(?:\\.\\d{1,9})?)\\s*(B|kB|MB|GB|TB)?\\s*");

    /// How far behind is near enough.
    sealed interface Lag {
        /// Not asked for, or not readable: Patroni takes both as no bound.
        record Unbounded() implements Lag {}

        record AtMost(long bytes) implements Lag {}

        default Lag or(long bytes) {
            return this instanceof Unbounded ? new AtMost(bytes) : this;
        }

        default boolean allows(long behind) {
            return switch (this) {
                case Unbounded() -> true;
                case AtMost(var bytes) -> behind <= bytes;
            };
        }

        /// Bytes, or a number with PostgreSQL's unit: `16MB`.
        static Lag parse(String text) {
            var match = SIZE.matcher(text);
            if (!match.matches()) return new Unbounded();
            var bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit(match.group(2))));
            return new AtMost(bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
        }

        private static long unit(String name) {
            return switch (name) {
                case "kB" -> 1L << 10;
                case "MB" -> 1L << 20;
                case "GB" -> 1L << 30;
                case "TB" -> 1L << 40;
                case null, default -> 1;
            };
        }
    }

    /// The first value of a parameter counts, as in Patroni.
    static HealthQuery of(Iterable<Entry<String, String>> parameters) {
        var first = new HashMap<String, String>();
        var tags = new HashMap<String, String>();
        for (var parameter : parameters) {
            var name = parameter.getKey();
            (name.startsWith("tag_") ? tags : first).putIfAbsent(name.startsWith("tag_") ? name.substring(4) : name, parameter.getValue());
        }
        return new HealthQuery(Lag.parse(first.getOrDefault("lag", "")), first.getOrDefault("replication_state", ""),
                first.getOrDefault("mode", "").equals("write"), Map.copyOf(tags));
    }
}
