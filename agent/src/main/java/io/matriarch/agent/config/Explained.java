package io.matriarch.agent.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One key: the value that holds, where it came from (`default`, `etcd`, a file with its line, an environment variable), and what a person should know of it
/// besides. Secrets are masked in it.
public record Explained(String key, String value, String origin, String note) {
    /// `postgresql.listen = 10.0.0.1:5432  (node.yml:12)`
    @Override
    public String toString() {
        return key + " = " + value + "  (" + Stream.of(origin, note).filter(part -> !part.isEmpty()).collect(Collectors.joining("; ")) + ")";
    }
}
