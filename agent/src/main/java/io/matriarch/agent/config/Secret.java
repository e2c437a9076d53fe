package io.matriarch.agent.config;

/// A password. It prints as stars, so that a record that holds it can be logged.
public record Secret(String reveal) {
    public static final Secret NONE = new Secret("");

    public boolean given() {
        return !reveal.isEmpty();
    }

    @Override
    public String toString() {
        return given() ? "***" : "";
    }
}
