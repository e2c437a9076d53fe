package io.matriarch.agent.postgres;

/// A password that prints as stars, so that a record that holds it can be logged. Empty when none is configured.
public record Password(String reveal) {
    public static final Password NONE = new Password("");

    public boolean given() {
        return !reveal.isEmpty();
    }

    @Override
    public String toString() {
        return given() ? "***" : "";
    }
}
