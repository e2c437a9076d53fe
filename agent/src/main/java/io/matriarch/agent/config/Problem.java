package io.matriarch.agent.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One thing that is wrong: where, which key, what it says (never a secret), and what would be right.
/// `path` or `value` is empty when there is nothing to name.
public record Problem(Place place, String path, String value, String cure) {
    /// `config.yml:12: postgresql.listen: "x:y": the port must be a number between 1 and 65535`
    @Override
    public String toString() {
        return Stream.of(place.toString(), path, value, cure).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
    }
}
